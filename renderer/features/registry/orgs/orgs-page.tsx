import { Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useTop, useTreeBegin } from '../../../api/questions.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useSpoken } from '../../../text/language.ts'
import { chunk } from '../tree/laid-out.ts'
import { OrgTree } from '../tree/org-tree.tsx'
import { TreeFilter, TreeFound } from '../tree/tree-filter.tsx'
import { useChosenOrg } from '../tree/use-chosen-org.ts'
import { OrgDetail } from './org-detail.tsx'

/** The tree beside one organization, both as of a day. */
export function OrgsPage() {
  const { words } = useSpoken()
  const { day: asOf } = useShownDay()
  const top = useTop(asOf)
  const [text, setText] = useState('')
  // Of a large registry the names are there at once, and the counts come behind them.
  const begun = useTreeBegin(asOf, chunk, top.data === undefined && !top.isError).data
  const node = top.data ?? (top.isError ? undefined : begun?.top)
  const { shown, marked, choose } = useChosenOrg(node?.id)
  return (
    <div className="tree-beside">
      <div className="tree-side">
        <Group justify="space-between" p={8} wrap="nowrap">
          <Text fw={600} pl={4} style={{ whiteSpace: 'nowrap' }}>
            {words.org.tree}
          </Text>
        </Group>
        <TreeFilter text={text} onText={setText} />
        {text === '' ? (
          node === undefined ? (
            <Answer of={top} lines={8}>
              {() => null}
            </Answer>
          ) : (
            <OrgTree top={node} first={begun?.children} chosen={marked} asOf={asOf} onChoose={choose} />
          )
        ) : (
          <TreeFound text={text} chosen={marked} onChoose={id => choose(id, true)} />
        )}
      </div>
      <div className="tree-detail">{shown !== undefined && <OrgDetail org={shown} asOf={asOf} />}</div>
    </div>
  )
}
