import { useQueries } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { OrgNode } from '#contract/looking.ts'
import { useClient } from '../../../api/client.ts'
import { childrenQuery, useWay } from '../../../api/questions.ts'
import { useDays } from '../../../api/shown-day.ts'
import { chunk, type Gap, layOutTree, type TreeOrg } from './laid-out.ts'
import { useTreeKept } from './tree-kept.tsx'

/** Lines that are scrolled past within this time are not asked for; in milliseconds. */
const pause = 40

/** A chunk of the children of one organization. */
type Wanted = { readonly org: string; readonly at: number }

/** The tree as far as it is open. What is chosen from elsewhere, by code or id, is opened down to it. */
export function useTree(
  top: TreeOrg,
  first: readonly TreeOrg[] | undefined,
  chosen: string | undefined,
  asOf: string | undefined,
) {
  const client = useClient()
  const days = useDays(asOf)
  const { open: kept, setOpen } = useTreeKept()
  const open = useMemo(() => kept ?? new Set([top.id]), [kept, top.id])
  /** Chunks beside the first of each, which were once in sight. */
  const [seen, setSeen] = useState<ReadonlyMap<string, ReadonlySet<number>>>(new Map())
  const see = useCallback((chunks: readonly Wanted[]) => {
    setSeen(before => {
      const news = chunks.filter(({ org, at }) => at > 0 && before.get(org)?.has(at) !== true)
      if (news.length === 0) return before
      const now = new Map(before)
      for (const { org, at } of news) now.set(org, new Set([...(now.get(org) ?? []), at]))
      return now
    })
  }, [])

  const wanted = useMemo(
    () => [...open].flatMap(org => [0, ...(seen.get(org) ?? [])].map(at => ({ org, at }))),
    [open, seen],
  )
  const answers = useQueries({
    queries: wanted.map(({ org, at }) => childrenQuery(client, org, days, at * chunk, chunk)),
    combine: childrenIn,
  })
  const lines = useMemo(() => {
    const childrenOf = new Map<string, Map<number, readonly TreeOrg[]>>()
    for (const [i, { org, at }] of wanted.entries()) {
      const rows = answers[i] ?? (org === top.id && at === 0 ? first : undefined)
      if (rows === undefined) continue
      const chunks = childrenOf.get(org) ?? new Map()
      childrenOf.set(org, chunks.set(at, rows))
    }
    return layOutTree(top, open, childrenOf)
  }, [top, first, open, wanted, answers])

  // What is in sight is known at once; only what came by its code, or from elsewhere, waits for its way.
  const inSight = chosen === undefined ? -1 : lines.indexOf(chosen)
  const way = useWay(inSight < 0 ? chosen : undefined, asOf).data
  useEffect(() => {
    if (way === undefined) return
    const above = way.slice(0, -1).map(step => step.id)
    setOpen(now => {
      const known = now ?? new Set([top.id])
      return above.every(id => known.has(id)) ? known : new Set([...known, ...above])
    })
    see(way.slice(1).map(({ at }, i) => ({ org: above[i] ?? '', at: Math.floor(at / chunk) })))
  }, [way, setOpen, see, top.id])

  const toggle = useCallback(
    (id: string) =>
      setOpen(now => {
        const next = new Set(now ?? [top.id])
        if (!next.delete(id)) next.add(id)
        return next
      }),
    [setOpen, top.id],
  )
  const gaps = useRef<readonly Gap[]>([])
  const timer = useRef(0)
  useEffect(() => () => window.clearTimeout(timer.current), [])
  /** Lines in sight that have not come: they are asked for once scrolling has paused on them. */
  const onGaps = useCallback(
    (inSight: readonly Gap[]) => {
      gaps.current = inSight
      if (timer.current !== 0) return
      timer.current = window.setTimeout(() => {
        timer.current = 0
        see(gaps.current.map(({ parent: org, chunk: at }) => ({ org, at })))
      }, pause)
    },
    [see],
  )
  const chosenId = lines.at(inSight)?.node?.id ?? way?.at(-1)?.id
  return { lines, toggle, chosenId, onGaps }
}

/** One and the same function: TanStack Query combines anew for every other one. */
function childrenIn(
  answers: readonly { readonly data: OrgNode[] | undefined }[],
): (readonly OrgNode[] | undefined)[] {
  return answers.map(answer => answer.data)
}
