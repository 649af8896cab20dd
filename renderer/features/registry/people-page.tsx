import { Button, Group, Pill, Select } from '@mantine/core'
import { type PeopleFilter, peopleFilterSchema } from '#contract/looking.ts'
import { memberStatuses, reportStatuses } from '#contract/vocabulary.ts'
import { useClient } from '../../api/client.ts'
import { useOrg } from '../../api/questions.ts'
import { addressOf } from '../../kit/address.ts'
import { AppLink } from '../../kit/app-link.tsx'
import { useByHand } from '../../kit/by-hand.tsx'
import { Empty } from '../../kit/empty.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { PrintButton } from '../../kit/print-button.tsx'
import type { PrintedList } from '../../kit/printed-list.ts'
import { SearchInput } from '../../kit/search-input.tsx'
import { useAddress } from '../../kit/use-address.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { PeopleTable } from './people-table.tsx'
import { printedPeople } from './printed-people.ts'

/** Nobody reads more on paper, and printers have trays; who needs all of them exports the roster. */
const mostPrinted = 5000
const pageOfPrint = 1000

const keys = ['org', 'asOf', 'text', 'status', 'report', 'agedBy', 'sort'] as const

/** What of the address filters the list; what it cannot mean is left out. */
function filterOf(get: (key: string) => string | undefined): PeopleFilter {
  const given = Object.fromEntries(keys.flatMap(key => (get(key) === undefined ? [] : [[key, get(key)]])))
  const read = peopleFilterSchema.safeParse(given)
  return read.success ? read.data : { text: get('text') ?? '' }
}

export function PeoplePage() {
  const { words } = useSpoken()
  const { get, change } = useAddress()
  const filter = filterOf(get)
  const client = useClient()
  const byHand = useByHand()
  const printed = async (total: number): Promise<PrintedList> => {
    const rows = []
    for (let offset = 0; offset < Math.min(total, mostPrinted); offset += pageOfPrint) {
      rows.push(...(await client.looking.people({ ...filter, offset, limit: pageOfPrint })).rows)
    }
    return printedPeople(rows, total, words)
  }
  const isFiltered = keys.some(key => key !== 'sort' && get(key) !== undefined)
  return (
    <div className="whole">
      <PeopleTable
        filter={filter}
        empty={<Empty line={isFiltered ? words.person.empty : words.person.emptyAll} />}
        heading={total => (
          <>
            <PageHeader
              title={words.person.title}
              note={total === undefined ? '' : words.person.count(count(total))}
            >
              <Button
                size="compact-md"
                onClick={() =>
                  byHand.add('person', filter.org === undefined ? {} : { set: { org: filter.org } })
                }
              >
                {words.byHand.member}
              </Button>
              {total !== undefined && total > 0 && <PrintButton load={() => printed(total)} />}
              <AppLink href={addressOf('/export', { as: 'members', org: filter.org, asOf: filter.asOf })}>
                {words.rosters.exportTitle}
              </AppLink>
              <SearchInput
                value={get('text') ?? ''}
                label={words.person.searchHint}
                width={360}
                onSearch={text => change({ text: text.trim() }, true)}
              />
            </PageHeader>
            <Filters filter={filter} />
          </>
        )}
      />
    </div>
  )
}

function Filters({ filter }: { readonly filter: PeopleFilter }) {
  const { words } = useSpoken()
  const { change } = useAddress()
  const org = useOrg(filter.org).data
  const { status, report, agedBy, asOf } = filter
  const reports = { ...words.vocabulary.report, open: words.person.open }
  const tags = [
    ['org', filter.org === undefined ? undefined : (org?.shortName ?? org?.name ?? filter.org)],
    ['agedBy', agedBy === undefined ? undefined : words.person.agedBy(agedBy)],
    ['asOf', asOf === undefined ? undefined : `${words.say.asOf} ${asOf}`],
  ] as const
  return (
    <Group gap="xs">
      <Select
        w={170}
        aria-label={words.person.status}
        placeholder={words.person.status}
        clearable
        data={memberStatuses.map(value => ({ value, label: words.vocabulary.status[value] }))}
        value={status ?? null}
        onChange={value => change({ status: value ?? undefined }, true)}
      />
      <Select
        w={170}
        aria-label={words.person.report}
        placeholder={words.person.report}
        clearable
        data={(['open', ...reportStatuses] as const).map(value => ({ value, label: reports[value] }))}
        value={report ?? null}
        onChange={value => change({ report: value ?? undefined }, true)}
      />
      <Select
        w={150}
        aria-label={words.person.sort}
        allowDeselect={false}
        data={[
          { value: 'name', label: words.person.byName },
          { value: 'birth', label: words.person.byBirth },
          { value: 'joined', label: words.person.byJoined },
        ]}
        value={filter.sort ?? 'name'}
        onChange={value => change({ sort: value === 'name' ? undefined : (value ?? undefined) }, true)}
      />
      {tags.map(
        ([key, label]) =>
          label !== undefined && (
            <Pill
              key={key}
              size="md"
              withRemoveButton
              removeButtonProps={{ 'aria-label': words.say.clearFilter }}
              onRemove={() => change({ [key]: undefined })}
            >
              {label}
            </Pill>
          ),
      )}
    </Group>
  )
}
