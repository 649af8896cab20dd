import { peopleSorts } from '#contract/looking.ts'
import { useOrder } from '../../../kit/lists/use-order.ts'
import { Empty } from '../../../kit/page/empty.tsx'
import { useSpoken } from '../../../text/language.ts'
import { PeopleList } from '../people/people-list.tsx'

type Props = {
  readonly org: string
  readonly whose: string
  readonly asOf: string | undefined
  readonly isPart?: boolean
}

/** The members of an organization and all below it, beside the tree. */
export function MembersTab({ org, whose, asOf, isPart = false }: Props) {
  const { words } = useSpoken()
  const { order, onOrder } = useOrder(peopleSorts, { by: 'name', isDown: false })
  return (
    <PeopleList
      isNarrow
      isPart={isPart}
      empty={<Empty line={words.glance.noMembers} />}
      whose={whose}
      order={order}
      onOrder={onOrder}
      filter={{ org, asOf, sort: order.by, down: order.isDown }}
    />
  )
}
