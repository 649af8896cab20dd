import { Button } from '@mantine/core'
import { useSpoken } from '../../../text/language.ts'
import { useByHand } from '../by-hand.tsx'

type Props = {
  /** The kind of the chosen records, and their ids. */
  readonly kind: string
  readonly ids: readonly string[]
  /** They are let go when it is done. */
  readonly onDone: () => void
}

/** What can be done with the chosen rows of a list: one field for all, and for members and organizations their moves. */
export function ManyActs({ kind, ids, onDone }: Props) {
  const { words } = useSpoken()
  const byHand = useByHand()
  const { many } = words.byHand
  const n = ids.length
  const acts = [
    { says: many.edit, title: many.editTitle(n) },
    ...(kind === 'person'
      ? [
          { says: many.move, title: many.moveTitle(n), add: 'membership', without: ['reason'] },
          { says: many.report, title: many.reportTitle(n), add: 'standing' },
          { says: many.leave, title: many.leaveTitle(n), add: 'membership', without: ['org'] },
        ]
      : []),
    ...(kind === 'org' ? [{ says: many.moveOrgs, title: many.moveOrgsTitle(n), add: 'placement' }] : []),
  ]
  return acts.map(({ says, ...act }) => (
    <Button
      key={says}
      size="compact-sm"
      variant="light"
      onClick={() => byHand.many({ kind, ids, onDone, ...act })}
    >
      {says}
    </Button>
  ))
}
