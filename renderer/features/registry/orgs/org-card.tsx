import type { ReactNode } from 'react'
import type { Unit } from '#contract/lifeline/glance.ts'
import { org } from '#db/records/org.ts'
import { useAges, type useGlance, type useOrg } from '../../../api/questions.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { AgeBars } from '../../../kit/pictures/age-bars.tsx'
import { TermBar } from '../../../kit/pictures/term-bar.tsx'
import { YearDots } from '../../../kit/pictures/year-dots.tsx'
import { useSpoken } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import { count, wordFor } from '../../../text/written.ts'
import { MaskedNumber } from '../masked-number.tsx'
import { OrgCardFindings } from './org-card-findings.tsx'

type Glance = NonNullable<ReturnType<typeof useGlance>['data']>
type Detail = NonNullable<ReturnType<typeof useOrg>['data']>
type Props = { readonly glance: Glance; readonly detail: Detail; readonly asOf: string | undefined }

/** What an office asks of an organization first, in one look. */
export function OrgCard({ glance, detail, asOf }: Props) {
  const { words } = useSpoken()
  const { own } = glance
  const ages = useAges(own.id, asOf).data
  const people = addressOf('/people', { org: own.id, asOf })
  return (
    <section className="panel card-grid" aria-label={words.org.overview}>
      <Cell title={words.glance.secretary}>
        <Secretary secretary={own.secretary} />
      </Cell>
      <Cell title={words.glance.term}>
        <TermOf unit={own} today={glance.asOf} isClosed={detail.closed !== null} />
      </Cell>
      <Cell
        title={words.glance.members}
        note={<AppLink href={people}>{words.person.count(count(own.members))}</AppLink>}
      >
        {own.members === 0 ? (
          <span className="quiet">{words.glance.noMembers}</span>
        ) : (
          <AgeBars rows={ages?.rows ?? []} />
        )}
      </Cell>
      <Cell title={words.glance.meetings} note={<MeetingsNote glance={glance} />}>
        {own.kind !== 'branch' && own.branches > 0 && (
          <div className="card-line">
            {words.glance.met.line(count(own.branchesMet), count(own.branches))}
          </div>
        )}
        {(own.kind === 'branch' || glance.meetings.length > 0) && (
          <YearDots
            from={glance.from}
            to={glance.asOf}
            days={glance.meetings.map(({ heldOn, type }) => ({ day: heldOn, what: type }))}
          />
        )}
      </Cell>
      <Cell title={words.glance.findings}>
        <OrgCardFindings unit={own} asOf={asOf} />
      </Cell>
      <Cell title={words.glance.facts}>
        <Particulars detail={detail} />
      </Cell>
    </section>
  )
}

type CellProps = { readonly title: string; readonly note?: ReactNode; readonly children: ReactNode }

function Cell({ title, note, children }: CellProps) {
  return (
    <div className="card-cell">
      <div className="card-head">
        <h2>{title}</h2>
        <span>{note}</span>
      </div>
      {children}
    </div>
  )
}

function Secretary({ secretary }: { readonly secretary: Unit['secretary'] }) {
  const { words } = useSpoken()
  if (secretary === null) return <span className="quiet">{words.glance.noSecretary}</span>
  const { person, name, phoneMasked, since } = secretary
  return (
    <div className="card-line">
      <AppLink href={`/people/${person}`}>
        <strong>{name}</strong>
      </AppLink>
      <MaskedNumber key={person} person={person} name={name} field="phone" masked={phoneMasked} />
      {since !== null && <span className="quiet">{words.glance.inOffice(since)}</span>}
    </div>
  )
}

type TermProps = { readonly unit: Unit; readonly today: string; readonly isClosed: boolean }

function TermOf({ unit, today, isClosed }: TermProps) {
  const { words } = useSpoken()
  // Nobody is elected any more where nothing is due.
  if (isClosed) return <span className="quiet">{words.glance.termOver}</span>
  if (!unit.isElected) return <span className="quiet">{words.glance.termNone}</span>
  if (unit.term === null || unit.term.due === null)
    return <span className="quiet">{words.glance.termUnknown}</span>
  return (
    <>
      <TermBar term={unit.term} today={today} />
      {unit.term.years === null && (
        <div className="small-note">
          {words.glance.termPresumed(yearsOf(unit.term.elected, unit.term.due))}
        </div>
      )}
    </>
  )
}

function yearsOf(elected: string, due: string): number {
  return Number(due.slice(0, 4)) - Number(elected.slice(0, 4))
}

function MeetingsNote({ glance: { own, meetings } }: { readonly glance: Glance }) {
  const { words } = useSpoken()
  if (meetings.length > 0) return words.glance.meetingsCount(meetings.length, own.lastMeeting ?? '')
  return (
    <span className="quiet">
      {own.lastMeeting === null ? words.glance.meetingsNone : words.glance.meetingsLastOld(own.lastMeeting)}
    </span>
  )
}

/** What is known of it stands there; what is not, in one line. */
function Particulars({ detail }: { readonly detail: Detail }) {
  const { language, words } = useSpoken()
  const facts = [
    [wordOf(org, 'code', language), detail.code],
    [words.org.shortName, detail.shortName],
    [wordOf(org, 'founded', language), detail.founded],
    ...(detail.kind === 'branch'
      ? [
          [
            wordOf(org, 'branch_type', language),
            wordFor(words.vocabulary.branchType, detail.branchType),
          ] as const,
        ]
      : []),
    [words.org.industry, detail.industry],
    [wordOf(org, 'phone', language), detail.phone],
  ] as const
  const unknown = facts.filter(([, value]) => value === null).map(([name]) => name)
  return (
    <>
      <dl className="short-facts">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {unknown.length > 0 && <div className="small-note">{words.glance.notKnown(unknown)}</div>}
    </>
  )
}
