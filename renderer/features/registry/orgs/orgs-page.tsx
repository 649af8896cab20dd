import { Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useTop } from '../../../api/questions.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useSpoken } from '../../../text/language.ts'
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
  const { shown, marked, choose } = useChosenOrg(top.data?.id)
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
          <Answer of={top} lines={8}>
            {node => <OrgTree top={node} chosen={marked} asOf={asOf} onChoose={choose} />}
          </Answer>
        ) : (
          <TreeFound text={text} chosen={marked} onChoose={choose} />
        )}
      </div>
      <div className="tree-detail">{shown !== undefined && <OrgDetail org={shown} asOf={asOf} />}</div>
    </div>
  )
}
