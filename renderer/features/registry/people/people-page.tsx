import { Button, Select } from '@mantine/core'
import { type PeopleFilter, type PersonRow, peopleSorts } from '#contract/looking.ts'
import { memberStatuses, reportStatuses } from '#contract/vocabulary.ts'
import { standing } from '#db/records/stays.ts'
import { useOrg, useStatus } from '../../../api/questions.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { useAddress } from '../../../kit/address/use-address.ts'
import { useByHand } from '../../../kit/forms/by-hand.tsx'
import { OrgPicker } from '../../../kit/forms/org-picker.tsx'
import type { FilterTag } from '../../../kit/lists/record-list.tsx'
import { useOrder } from '../../../kit/lists/use-order.ts'
import { Empty } from '../../../kit/page/empty.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { SearchInput } from '../../../kit/page/search-input.tsx'
import { useSpoken } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import { count } from '../../../text/written.ts'
import { ageLabel, type ChosenAge, daysOfAge, keepingOn, peopleFilterOf } from './people-filter.ts'
import { PeopleList } from './people-list.tsx'

/** Everyone of the registry, as a list that is filtered, sorted and handed on. */
export function PeoplePage() {
  const { words } = useSpoken()
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const today = useStatus().data?.clock.today ?? ''
  const filter = peopleFilterOf(key => (key === 'asOf' ? day : get(key)))
  const { order, onOrder } = useOrder(peopleSorts, { by: 'name', isDown: false })
  const tags = useTags(filter)
  const byHand = useByHand()
  const begun = filter.org === undefined ? {} : { set: { org: filter.org } }
  const isFiltered = tags.length > 0
  return (
    <div className="whole">
      <PeopleList
        filter={filter}
        order={order}
        onOrder={onOrder}
        filters={<Filters filter={filter} />}
        keeping={keepingOn(day ?? today)}
        tags={tags}
        {...(day === undefined && {
          add: <Button onClick={() => byHand.add('person', begun)}>{words.byHand.member}</Button>,
          onEdit: (row: PersonRow) => byHand.edit(row.id),
        })}
        empty={<Empty line={isFiltered ? words.person.empty : words.person.emptyAll} />}
        heading={total => (
          <PageHeader
            title={words.person.title}
            note={total === undefined ? '' : words.person.count(count(total))}
          >
            <AppLink href="/transfers">{words.transfers.title}</AppLink>
            <AppLink href={addressOf('/people/overage', { org: filter.org })}>{words.overage.title}</AppLink>
            <AppLink href="/people/doubles">{words.doubles.title}</AppLink>
            <AppLink href={addressOf('/export', { as: 'members', org: filter.org, asOf: filter.asOf })}>
              {words.rosters.exportTitle}
            </AppLink>
            <SearchInput
              value={get('text') ?? ''}
              label={words.person.searchHint}
              width={340}
              onSearch={text => change({ text: text.trim() }, true)}
            />
          </PageHeader>
        )}
      />
    </div>
  )
}

/** Every filter that holds, so that whoever reads the list, or its paper, knows what it leaves out. */
function useTags(filter: PeopleFilter): readonly FilterTag[] {
  const { words } = useSpoken()
  const { change } = useAddress()
  const org = useOrg(filter.org).data
  const { status, report, agedBy, agedAfter, asOf, text } = filter
  const today = useStatus().data?.clock.today
  // The field of the ages speaks of today; ages of another day stand as a tag beside it.
  const isUsualAge = (agedAfter ?? agedBy) === (asOf ?? today)
  const reports = { ...words.vocabulary.report, open: words.person.open }
  const labels = [
    ['text', text === undefined || text === '' ? undefined : words.person.textTag(text)],
    ['org', filter.org === undefined ? undefined : (org?.shortName ?? org?.name ?? filter.org)],
    ['status', status && words.vocabulary.status[status]],
    ['report', report && reports[report]],
    ['age', ageLabel(words.person, agedBy, agedAfter)],
  ] as const
  return labels.flatMap(([key, label]) => {
    if (label === undefined) return []
    const gone = key === 'age' ? { agedBy: undefined, agedAfter: undefined } : { [key]: undefined }
    return [{ key, label, onRemove: () => change(gone, true), isInField: key !== 'age' || isUsualAge }]
  })
}

function Filters({ filter }: { readonly filter: PeopleFilter }) {
  const { language, words } = useSpoken()
  const { change } = useAddress()
  const org = useOrg(filter.org).data
  const today = useStatus().data?.clock.today
  const { status, report, agedBy, agedAfter, asOf } = filter
  const day = asOf ?? today
  const reports = { ...words.vocabulary.report, open: words.person.open }
  const age = agedBy === undefined ? null : agedAfter === undefined ? 'past' : 'soon'
  const ages = (chosen: ChosenAge | null) => ({
    agedBy: undefined,
    agedAfter: undefined,
    ...(chosen !== null && day !== undefined && daysOfAge(chosen, day)),
  })
  return (
    <>
      <OrgPicker
        label={words.person.org}
        placeholder={words.person.org}
        org={filter.org}
        name={org?.shortName ?? org?.name}
        onChange={chosen => change({ org: chosen }, true)}
      />
      <Select
        w={150}
        aria-label={wordOf(standing, 'status', language)}
        placeholder={wordOf(standing, 'status', language)}
        clearable
        data={memberStatuses.map(value => ({ value, label: words.vocabulary.status[value] }))}
        value={status ?? null}
        onChange={value => change({ status: value ?? undefined }, true)}
      />
      <Select
        w={150}
        aria-label={words.person.report}
        placeholder={words.person.report}
        clearable
        data={(['open', ...reportStatuses] as const).map(value => ({ value, label: reports[value] }))}
        value={report ?? null}
        onChange={value => change({ report: value ?? undefined }, true)}
      />
      <Select
        w={170}
        aria-label={words.person.age}
        placeholder={words.person.age}
        clearable
        data={[
          { value: 'past' as const, label: words.person.past28 },
          { value: 'soon' as const, label: words.person.soon28 },
        ]}
        value={age}
        onChange={value => change(ages(value), true)}
      />
    </>
  )
}
