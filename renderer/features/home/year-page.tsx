import { kindOf } from '#db/records/kinds.ts'
import { useStatus } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { useAddress } from '../../kit/address/use-address.ts'
import { KindList } from '../../kit/forms/kind-list.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { listBehind } from './year-rows.ts'

/** The records behind a number of this year or of last year: who joined or left, posts, elections and meetings of those days. */
export function YearPage() {
  const { words } = useSpoken()
  const { get } = useAddress()
  const { day } = useShownDay()
  const office = useStatus().data?.org?.name ?? ''
  const [what, from, to] = [get('what'), get('from'), get('to')]
  const list = listBehind(what, from, to)
  const kind = list && kindOf(list.kind)
  if (list === undefined || kind === undefined) return <Empty line={words.failure.missingTitle} />
  const called = words.glance.year.what[list.what]
  const span = words.glance.year.span(list.within.from, list.within.to)
  return (
    <div className="whole">
      <PageHeader title={called} note={span} />
      <KindList
        key={`${list.what} ${list.within.from}`}
        kind={kind}
        of="here"
        whose={office}
        asOf={day}
        where={list.where}
        within={list.within}
        tags={[{ key: 'within', label: `${called} ${span}`, isInField: true, onRemove: () => undefined }]}
      />
    </div>
  )
}
