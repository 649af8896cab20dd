import { useQueries } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { OrgNode } from '#contract/looking.ts'
import { useClient } from '../../../api/client.ts'
import { childrenQuery, usePlaces } from '../../../api/questions.ts'
import { useDays } from '../../../api/shown-day.ts'
import { useTreeKept } from './tree-kept.tsx'
import { visibleNodes } from './visible-nodes.ts'

/** The tree as far as it is open. What is chosen from elsewhere, by code or id, is opened down to it. */
export function useTree(top: OrgNode, chosen: string | undefined, asOf: string | undefined) {
  const client = useClient()
  const days = useDays(asOf)
  const { open: kept, setOpen } = useTreeKept()
  const open = useMemo(() => kept ?? new Set([top.id]), [kept, top.id])
  const wanted = useMemo(() => (chosen === undefined ? undefined : [chosen]), [chosen])
  const place = usePlaces(wanted, asOf).data?.[0]
  useEffect(() => {
    if (place === undefined) return
    const above = place.path.slice(0, -1).map(step => step.id)
    setOpen(now => {
      const known = now ?? new Set([top.id])
      return above.every(id => known.has(id)) ? known : new Set([...known, ...above])
    })
  }, [place, setOpen, top.id])
  const ids = useMemo(() => [...open], [open])
  const answers = useQueries({
    queries: ids.map(id => childrenQuery(client, id, days)),
    combine: childrenIn,
  })
  const childrenOf = useMemo(() => new Map(ids.map((id, i) => [id, answers[i] ?? []])), [ids, answers])
  const lines = useMemo(() => visibleNodes(top, open, childrenOf), [top, open, childrenOf])
  const toggle = (id: string) =>
    setOpen(now => {
      const next = new Set(now ?? [top.id])
      if (!next.delete(id)) next.add(id)
      return next
    })
  // What is in sight is known at once; only what came by its code, or from elsewhere, waits for its place.
  const isChosen = ({ node }: { readonly node: OrgNode }) => node.id === chosen || node.code === chosen
  const inSight = lines.findIndex(isChosen)
  const chosenId = lines[inSight]?.node.id ?? place?.path.at(-1)?.id
  return { lines, toggle, chosenId }
}

/** One and the same function: TanStack Query combines anew for every other one. */
function childrenIn(answers: readonly { readonly data: OrgNode[] | undefined }[]): OrgNode[][] {
  return answers.map(answer => answer.data ?? [])
}
