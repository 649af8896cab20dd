import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { work } from '#db/records/ledger/work.ts'
import { workType } from '#db/records/ledger/work-type.ts'
import { useClient } from '../../api/client.ts'
import { useStatus } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { useByHand } from '../../kit/forms/by-hand.tsx'
import { KindList } from '../../kit/forms/kind-list.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { useWorkingName } from '../../kit/this-pc.ts'
import { useSpoken } from '../../text/language.ts'

const parts = ['work', 'types'] as const

/** What was done, and the types of work by which it is written down; without a type there is nothing to begin with. */
export function WorkPage() {
  const { words } = useSpoken()
  const { work: say } = words.reports
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const client = useClient()
  const changed = useChanged()
  const byHand = useByHand()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const own = useStatus().data?.org
  const part = parts.find(one => one === get('part')) ?? 'work'
  const types = useQuery({
    queryKey: ['work-types'],
    queryFn: () => client.records.list({ kind: 'work_type', limit: 1 }),
  })
  const adopt = async () => {
    try {
      const { changeSet } = await client.reports.adoptTypes({ by })
      await changed()
      done(say.adopted, changeSet)
    } catch (error) {
      failed(error)
    }
  }
  const kind = part === 'work' ? work : workType
  const here = own ? { set: { org: own.id }, named: { org: { id: own.id, name: own.name } } } : {}
  return (
    <div className="whole">
      <PageHeader title={say.title} note={say.lead}>
        <Button variant="default" component={Link} href="/import?as=work">
          {say.fromFile}
        </Button>
        {day === undefined && (
          <Button onClick={() => byHand.add(kind.name, here)}>
            {part === 'work' ? say.add : say.addType}
          </Button>
        )}
      </PageHeader>
      <SegmentedControl
        aria-label={say.title}
        style={{ alignSelf: 'flex-start', flexShrink: 0 }}
        value={part}
        onChange={value => change({ part: value === 'work' ? undefined : value }, true)}
        data={[
          { value: 'work', label: say.list },
          { value: 'types', label: say.types },
        ]}
      />
      <Answer of={types} lines={10}>
        {({ total }) =>
          total === 0 && day === undefined ? (
            <div className="panel">
              <Empty line={say.noTypes}>
                <Button onClick={() => void adopt()}>{say.adopt}</Button>
              </Empty>
            </div>
          ) : (
            own && <KindList key={kind.name} kind={kind} of={{ org: own.id }} whose={own.name} asOf={day} />
          )
        }
      </Answer>
    </div>
  )
}
