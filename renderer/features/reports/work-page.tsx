import { Button, SegmentedControl, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { work } from '#db/records/ledger/work.ts'
import { workType } from '#db/records/ledger/work-type.ts'
import { useClient } from '../../api/client.ts'
import { useOrg, useStatus } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useWorkTypes } from '../../api/work-types.ts'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { useByHand } from '../../kit/forms/by-hand.tsx'
import { KindList } from '../../kit/forms/kind-list.tsx'
import { OrgPicker } from '../../kit/forms/org-picker.tsx'
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
  const chosen = useWorkFilters()
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
            own && (
              <KindList
                key={`${kind.name} ${chosen.key}`}
                kind={kind}
                of={{ org: chosen.org ?? own.id }}
                whose={chosen.orgName ?? own.name}
                asOf={day}
                {...(part === 'work' && { where: chosen.where, tags: chosen.tags, filters: chosen.filters })}
              />
            )
          )
        }
      </Answer>
    </div>
  )
}

/** Which year, which type and whose work is shown: it stands in the address, so that a figure or a task can lead here. */
function useWorkFilters() {
  const { words } = useSpoken()
  const { reports: say } = words
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const today = useStatus().data?.clock.today
  const types = useWorkTypes(true)
  const [year, type, org] = [get('year'), get('type'), get('org')]
  const whose = useOrg(org, day).data
  const present = Number((day ?? today ?? '').slice(0, 4))
  const years = present === 0 ? [] : Array.from({ length: 8 }, (_, back) => String(present - back))
  const labels = [
    ['year', year && say.yearOf(Number(year))],
    ['type', type],
    ['org', org && (whose?.shortName ?? whose?.name ?? org)],
  ] as const
  return {
    key: `${year ?? ''} ${type ?? ''} ${org ?? ''}`,
    org,
    orgName: whose?.shortName ?? whose?.name,
    where: { ...(year !== undefined && { held_on: year }), ...(type !== undefined && { type }) },
    tags: labels.flatMap(([key, label]) =>
      label === undefined || label === ''
        ? []
        : [{ key, label, onRemove: () => change({ [key]: undefined }, true), isInField: true }],
    ),
    filters: (
      <>
        <Select
          w={112}
          clearable
          aria-label={say.year}
          placeholder={say.work.allYears}
          data={(year === undefined || years.includes(year) ? years : [...years, year]).map(one => ({
            value: one,
            label: say.yearOf(Number(one)),
          }))}
          value={year ?? null}
          onChange={value => change({ year: value ?? undefined }, true)}
        />
        <Select
          w={180}
          clearable
          searchable
          aria-label={say.work.type}
          placeholder={say.work.allTypes}
          data={[...new Set([...types.map(({ name }) => name), ...(type === undefined ? [] : [type])])]}
          value={type ?? null}
          onChange={value => change({ type: value ?? undefined }, true)}
        />
        <OrgPicker
          org={org}
          name={whose?.shortName ?? whose?.name}
          label={say.whose}
          placeholder={say.all}
          onChange={next => change({ org: next }, true)}
        />
      </>
    ),
  }
}
