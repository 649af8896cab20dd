import { peopleSorts } from '#contract/looking.ts'
import { useOrder } from '../../../kit/lists/use-order.ts'
import { PeopleList } from '../people/people-list.tsx'

type Props = { readonly org: string; readonly whose: string; readonly asOf: string | undefined }

/** The members of an organization and all below it, beside the tree. */
export function MembersTab({ org, whose, asOf }: Props) {
  const { order, onOrder } = useOrder(peopleSorts, { by: 'name', isDown: false })
  return (
    <PeopleList
      isNarrow
      whose={whose}
      order={order}
      onOrder={onOrder}
      filter={{ org, asOf, sort: order.by, down: order.isDown }}
    />
  )
}
