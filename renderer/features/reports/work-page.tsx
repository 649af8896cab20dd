import { Button, Select, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { body, bodyMember, congress } from '#db/records/ledger/body.ts'
import { contact, visit } from '#db/records/ledger/contact.ts'
import { reported } from '#db/records/ledger/figure.ts'
import { project, projectStage } from '#db/records/ledger/project.ts'
import { attendance } from '#db/records/ledger/training.ts'
import { venue, venueLog } from '#db/records/ledger/venue.ts'
import { work } from '#db/records/ledger/work.ts'
import { workType } from '#db/records/ledger/work-type.ts'
import type { AnyKind } from '#db/records/record.ts'
import { useClient } from '../../api/client.ts'
import { useOrg, useStatus } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useWorkTypes } from '../../api/work-types.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
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
import { upperFirst } from '../../text/word-of.ts'

/** What is written down of the work, and of what it stands on; the types of work come last. */
const ledgers: readonly AnyKind[] = [
  work,
  venue,
  venueLog,
  project,
  projectStage,
  attendance,
  contact,
  visit,
  body,
  bodyMember,
  congress,
  reported,
  workType,
]

/** What was done, and the types of work by which it is written down; without a type there is nothing to begin with. */
export function WorkPage() {
  const { words, language } = useSpoken()
  const { work: say } = words.reports
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const client = useClient()
  const changed = useChanged()
  const byHand = useByHand()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const own = useStatus().data?.org
  const kind = ledgers.find(({ name }) => name === get('part')) ?? work
  const types = useQuery({
    queryKey: ['work-types'],
    queryFn: () => client.records.list({ kind: 'work_type', limit: 1 }),
  })
  const [isAdopting, setAdopting] = useState(false)
  const adopt = async () => {
    setAdopting(true)
    try {
      const { changeSet } = await client.reports.adoptTypes({ by })
      await changed()
      done(say.adopted, changeSet)
    } catch (error) {
      failed(error)
    } finally {
      setAdopting(false)
    }
  }
  const chosen = useWorkFilters()
  const type = kind === work ? get('type') : undefined
  const here =
    own && 'org' in kind.fields
      ? {
          set: { org: own.id, ...(type !== undefined && { type }) },
          named: { org: { id: own.id, name: own.name } },
        }
      : {}
  return (
    <div className="whole">
      <PageHeader title={say.title} note={say.lead}>
        <AppLink href="/cadres">{say.cadresLink}</AppLink>
        <AppLink href="/honours">{words.honours.link}</AppLink>
        <Button variant="default" component={Link} href={addressOf('/import', { as: kind.roster?.as })}>
          {say.fromFile}
        </Button>
        {day === undefined && kind === work && (
          <Button
            variant="default"
            component={Link}
            href={addressOf('/sheet', { of: 'work', type: get('type'), year: get('year'), org: get('org') })}
          >
            {words.sheet.link}
          </Button>
        )}
        {day === undefined && (
          <Button onClick={() => byHand.add(kind.name, here)}>
            {kind === work ? say.add : say.addOne(kind.words[language])}
          </Button>
        )}
      </PageHeader>
      <Tabs
        value={kind.name}
        onChange={value =>
          change({ part: value === null || value === 'work' ? undefined : value, sort: undefined }, true)
        }
        style={{ flexShrink: 0 }}
      >
        <Tabs.List aria-label={say.title}>
          {ledgers.map(one => (
            <Tabs.Tab key={one.name} value={one.name} px={10}>
              {upperFirst(one.words[language])}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Answer of={types} lines={10}>
        {({ total }) =>
          total === 0 && day === undefined && kind === work ? (
            <div className="panel">
              <Empty line={say.noTypes}>
                <Button loading={isAdopting} onClick={() => void adopt()}>
                  {say.adopt}
                </Button>
              </Empty>
            </div>
          ) : (
            own && (
              <KindList
                key={`${kind.name} ${chosen.key}`}
                kind={kind}
                of={'downwards' in kind && kind.downwards === true ? 'here' : { org: chosen.org ?? own.id }}
                whose={chosen.orgName ?? own.name}
                asOf={day}
                {...(kind === work && { where: chosen.where, tags: chosen.tags, filters: chosen.filters })}
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
