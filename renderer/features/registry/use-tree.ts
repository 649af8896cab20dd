import { useQueries } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { OrgNode } from '#contract/browse.ts'
import { useClient } from '../../api/client.ts'
import { childrenQuery, usePlaces } from '../../api/questions.ts'
import { visibleNodes } from './visible-nodes.ts'

/** The tree as far as it is open. What is chosen from elsewhere is opened down to it. */
export function useTree(top: OrgNode, chosen: string | undefined, asOf: string | undefined) {
  const client = useClient()
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set([top.id]))
  const wanted = useMemo(() => (chosen === undefined ? undefined : [chosen]), [chosen])
  const place = usePlaces(wanted, asOf).data?.[0]
  useEffect(() => {
    if (place === undefined) return
    const above = place.path.slice(0, -1).map(step => step.id)
    setOpen(now => (above.every(id => now.has(id)) ? now : new Set([...now, ...above])))
  }, [place])
  const ids = [...open]
  const answers = useQueries({ queries: ids.map(id => childrenQuery(client, id, asOf)) })
  const childrenOf = new Map(ids.map((id, i) => [id, answers[i]?.data ?? []]))
  const toggle = (id: string) =>
    setOpen(now => {
      const next = new Set(now)
      if (!next.delete(id)) next.add(id)
      return next
    })
  return { lines: visibleNodes(top, open, childrenOf), toggle, chosenId: place?.path.at(-1)?.id }
}
