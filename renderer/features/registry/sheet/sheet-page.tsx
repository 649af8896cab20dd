import { useQuery } from '@tanstack/react-query'
import { useClient } from '../../../api/client.ts'
import { useOrg, useStatus } from '../../../api/questions.ts'
import { useWorkTypes } from '../../../api/work-types.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { useSpoken } from '../../../text/language.ts'
import { SheetChoice, sheetOf } from './sheet-choice.tsx'
import { SheetForm } from './sheet-form.tsx'

/** More rows than the tallest screen shows. */
const inSight = 60

/** A whole branch, or all branches of a street, entered at once: fees, appraisals, ratings, meetings or work. */
export function SheetPage() {
  const { words } = useSpoken()
  const client = useClient()
  const { get, change } = useAddress()
  const today = useStatus().data?.clock.today ?? ''
  const org = get('org')
  const workTypes = useWorkTypes(get('of') === 'work')
  const of = sheetOf(get, today, workTypes)
  const chosen = useOrg(org, undefined).data
  const isChosen = today !== '' && !(of.kind === 'work' && of.type === '')
  // What is being typed builds on what is shown: it is not asked for anew behind anybody's back.
  const once = { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 }
  // The rows in sight come at once; where there are more, all of them stand in their place a moment later. Work is
  // written below the last row, so it comes whole.
  const begun = useQuery({
    ...{ queryKey: ['sheet', of, org, 'begun'], ...once, enabled: isChosen },
    queryFn: ({ signal }) =>
      client.sheet.rows({ of, org, ...(of.kind !== 'work' && { first: inSight }) }, { signal }),
  })
  const isLonger = begun.data !== undefined && begun.data.total === null
  const all = useQuery({
    ...{ queryKey: ['sheet', of, org], ...once, enabled: isChosen && isLonger },
    queryFn: ({ signal }) => client.sheet.rows({ of, org }, { signal }),
  })
  const sheet = isLonger && (all.data !== undefined || all.error !== null) ? all : begun
  const place = [
    of.kind,
    org ?? 'own',
    of.year,
    ...(of.kind === 'meeting' ? [of.quarter, of.type] : of.kind === 'work' ? [of.type] : []),
  ].join('.')
  const choice = (
    <SheetChoice
      of={of}
      org={org}
      orgName={chosen?.shortName ?? chosen?.name}
      today={today}
      workTypes={workTypes}
      onChange={changes => change(changes, true)}
    />
  )
  return (
    <div className="whole">
      {of.kind === 'work' && of.type === '' ? (
        <>
          <PageHeader title={words.sheet.title} />
          {choice}
          <Empty line={words.reports.work.noTypes}>
            <AppLink href="/work">{words.reports.work.title}</AppLink>
          </Empty>
        </>
      ) : (
        <Answer of={sheet} lines={12}>
          {found =>
            found.rows.length === 0 && of.kind !== 'work' ? (
              <>
                <PageHeader title={words.sheet.title} note={found.org.shortName ?? found.org.name} />
                {choice}
                <Empty
                  line={
                    of.kind === 'fee' || of.kind === 'appraisal' ? words.sheet.noneMembers : words.sheet.none
                  }
                />
              </>
            ) : (
              <SheetForm
                key={place}
                name={place}
                of={of}
                org={org}
                found={found}
                today={today}
                isWhole={sheet.data?.total !== null}
                refetch={sheet.refetch}
              >
                {choice}
              </SheetForm>
            )
          }
        </Answer>
      )}
    </div>
  )
}
