import type { Generated } from 'kysely'
import type { ReadonlyKysely } from 'kysely/readonly'
import type { certificate, merge, revocation } from '#db/records/control.ts'
import type { step } from '#db/records/courses/step.ts'
import type { decision } from '#db/records/decision.ts'
import type { blankForm, formUse } from '#db/records/ledger/blank-form.ts'
import type { body, bodyMember, congress } from '#db/records/ledger/body.ts'
import type { closing, reopening } from '#db/records/ledger/closing.ts'
import type { contact, visit } from '#db/records/ledger/contact.ts'
import type { figure, reported } from '#db/records/ledger/figure.ts'
import type { project, projectStage } from '#db/records/ledger/project.ts'
import type { task, taskRequest } from '#db/records/ledger/task.ts'
import type { attendance } from '#db/records/ledger/training.ts'
import type { venue, venueLog } from '#db/records/ledger/venue.ts'
import type { work } from '#db/records/ledger/work.ts'
import type { workType } from '#db/records/ledger/work-type.ts'
import type { frozenPart, frozenYear } from '#db/records/lifeline/frozen-year.ts'
import type { rectification } from '#db/records/lifeline/rectification.ts'
import type { rulePack } from '#db/records/lifeline/rule-pack.ts'
import type { ruling } from '#db/records/lifeline/ruling.ts'
import type { meeting } from '#db/records/meeting.ts'
import type { apart } from '#db/records/members/apart.ts'
import type { appraisal } from '#db/records/members/appraisal.ts'
import type { fee } from '#db/records/members/fee.ts'
import type { prospect } from '#db/records/members/prospect.ts'
import type { notice } from '#db/records/notice.ts'
import type { org } from '#db/records/org.ts'
import type { person } from '#db/records/person.ts'
import type { post } from '#db/records/post.ts'
import type { rating } from '#db/records/rating.ts'
import type { ColumnsOf } from '#db/records/record.ts'
import type { membership, placement, standing } from '#db/records/stays.ts'
import type { term } from '#db/records/term.ts'
import type { transfer } from '#db/records/transfer.ts'

/** The tables as Kysely sees them; the text of truth is the newest migration, and a test compares the two. */
export type Tables = {
  readonly meta: { key: string; value: string }
  readonly writer: { no: Generated<number>; id: string; replica: string }
  readonly origin: {
    no: Generated<number>
    writer: number
    first_n: number
    office: string
    at: string
    actor: string
    label: string
    digest: string
  }
  readonly change_set: {
    no: Generated<number>
    at: string
    actor: string
    label: string
    first_change: number
    last_change: number
  }
  readonly change: {
    no: Generated<number>
    origin: number
    writer: number
    n: number
    lamport: number
    kind: string
    entity: string
    thing: string
    hangs_on: string
    schema: number
    body: string
    signature: string | null
  }
  readonly file_named: { sha256: string; change: number }
  readonly file_here: {
    sha256: string
    giver: string
    bytes: number
    type: string
    at: string
    gone: number
    /** See `db/attachments/held.ts`; null for what has not been hashed yet. */
    second: string | null
  }
  readonly file_loose: { sha256: string; since: string }
  readonly file_sent: { peer: string; sha256: string; pos: number }
  readonly file_asked: { peer: string; sha256: string }
  readonly named: { change: number; kind: string; writer: string; from_n: number; to_n: number }
  readonly org: OrgRow
  readonly placement: PlacementRow
  readonly person: PersonRow
  readonly membership: MembershipRow
  readonly standing: StandingRow
  readonly post: PostRow
  readonly term: TermRow
  readonly meeting: MeetingRow
  readonly apart: Row & ColumnsOf<typeof apart>
  readonly fee: Row & ColumnsOf<typeof fee>
  readonly appraisal: Row & ColumnsOf<typeof appraisal>
  readonly rating: Row & ColumnsOf<typeof rating>
  readonly rule_pack: Row & ColumnsOf<typeof rulePack>
  readonly notice: Row & ColumnsOf<typeof notice>
  readonly decision: DecisionRow
  readonly prospect: Row & ColumnsOf<typeof prospect>
  readonly rectification: Row & ColumnsOf<typeof rectification>
  readonly ruling: Row & ColumnsOf<typeof ruling>
  readonly frozen_year: Row & ColumnsOf<typeof frozenYear>
  readonly frozen_part: Row & ColumnsOf<typeof frozenPart>
  readonly work_type: Row & ColumnsOf<typeof workType>
  readonly work: Row & ColumnsOf<typeof work>
  readonly figure: Row & ColumnsOf<typeof figure>
  readonly blank_form: Row & ColumnsOf<typeof blankForm>
  readonly form_use: Row & ColumnsOf<typeof formUse>
  readonly reported: Row & ColumnsOf<typeof reported>
  readonly task: Row & ColumnsOf<typeof task>
  readonly task_request: Row & ColumnsOf<typeof taskRequest>
  readonly closing: Row & ColumnsOf<typeof closing>
  readonly reopening: Row & ColumnsOf<typeof reopening>
  readonly venue: Row & ColumnsOf<typeof venue>
  readonly venue_log: Row & ColumnsOf<typeof venueLog>
  readonly project: Row & ColumnsOf<typeof project>
  readonly project_stage: Row & ColumnsOf<typeof projectStage>
  readonly attendance: Row & ColumnsOf<typeof attendance>
  readonly contact: Row & ColumnsOf<typeof contact>
  readonly visit: Row & ColumnsOf<typeof visit>
  readonly body: Row & ColumnsOf<typeof body>
  readonly body_member: Row & ColumnsOf<typeof bodyMember>
  readonly congress: Row & ColumnsOf<typeof congress>
  readonly transfer: Row & ColumnsOf<typeof transfer>
  readonly step: Row & ColumnsOf<typeof step>
  readonly merge: Row & ColumnsOf<typeof merge>
  readonly certificate: Row & ColumnsOf<typeof certificate>
  readonly revocation: Row & ColumnsOf<typeof revocation>
  readonly shadow: { thing: string; entity: string; state: string; survivor: string | null; fields: string }
  readonly shadow_ref: { ref: string; thing: string }
  readonly conflict: { thing: string; register: string; entity: string; heads: string }
  readonly grams: { rowid: number; text: string }
  readonly peer: {
    replica: string
    org: string
    name: string
    direction: string
    recipient: string
    sign_key: string
    acked_pos: number
    acked_hash: string
    heard_at: string | null
    aside: string
  }
  readonly offer: { peer: string; pos: number; change: number }
  readonly sent: {
    peer: string
    number: number
    pos: number
    hash: string
    at: string
    file: string
    sha256: string
    handed: number
  }
  readonly received: {
    no: Generated<number>
    peer: string
    pos: number
    hash: string
    number: number
    at: string
    change_set: number | null
  }
  readonly waiting: {
    peer: string
    number: number
    hash: string
    file: string
    needs_pos: number
    awaits: 'earlier' | 'lacking' | 'elsewhere' | 'many-leave'
    at: string
  }
  readonly card: { thing: string; entity: string; name: string; detail: string }
  readonly unsealed: { writer: string; from_n: number; to_n: number }
  readonly seal: { writer: string; from_n: number; to_n: number; hash: string; signature: string }
  readonly seal_gap: { writer: string; n: number; digest: string }
  readonly taken: { peer: string; pos: number; change: number }
  readonly taken_top: { peer: string; pos: number; hash: string }
  readonly aside: {
    no: Generated<number>
    peer: string
    number: number
    hash: string
    file: string
    at: string
    earlier: string
  }
  readonly aside_change: {
    aside: number
    writer: string
    n: number
    version: string
    kind: string
    entity: string
    thing: string
    subject: string | null
    digest: string
  }
  readonly aside_decision: {
    no: Generated<number>
    replica: string
    packets: string
    reason: string
    actor: string
    at: string
  }
  readonly aside_away: { writer: string; n: number; digest: string; decision: number }
  readonly twin: {
    no: Generated<number>
    writer: string
    n: number
    digest: string
    thing: string
    hangs_on: string
    line: string
  }
  readonly certified: { replica: string; org: string }
  readonly return_settled: { change: Generated<number> }
  readonly for_look: { no: Generated<number>; thing: string; theirs: number; ours: number; at: string }
  readonly warning: { no: Generated<number>; peer: string; code: string; detail: string; at: string }
  readonly disclosure: {
    no: Generated<number>
    at: string
    actor: string
    person: string
    field: string
    reason: string
  }
  readonly column_choice: { roster: string; header: string; field: string }
  readonly touched: {
    n: Generated<number>
    what: string
    no: number
    org: string | null
    person: string | null
    matter: string | null
  }
}

/** What every replicated record has: a local number, its id, and the change that made it if nothing came after. */
type Row = { no: Generated<number>; id: string; pristine: number | null }

type Reading = { pinyin: string; initials: string }

/**
 * 团组织. `founded` is a day; with precision `month` it is the first of a month whose day is not known. The reading is that of
 * the short name, or of the name where there is none; `name_initials` are those of the name beside a short one.
 */
export type OrgRow = Row &
  ColumnsOf<typeof org> &
  Reading & { name_key: string; short_key: string | null; name_initials: string | null }

/** Where an organization hangs. It holds on day D when starts <= D and (until is null or D < until). */
export type PlacementRow = Row &
  ColumnsOf<typeof placement> & { rank: string; starts: string; until: string | null }

/** 团员、团干部: one person one row, however many homes and posts. */
export type PersonRow = Row & ColumnsOf<typeof person> & Reading

/**
 * Where a person belongs; `org` null means nowhere (has left, for `reason`). It holds on D when since <= D < until.
 * Where `since` is not known, `told_on` is the day of the roster that told the home.
 */
export type MembershipRow = Row & ColumnsOf<typeof membership> & { rank: string; until: string | null }

/** 团籍状态 and 报到资料状态 from a day on. A person without one is `normal` and `approved`. */
export type StandingRow = Row & ColumnsOf<typeof standing> & { rank: string; until: string | null }

/** 团内职务. Held on D when since <= D and (until is null or D < until). */
export type PostRow = Row & ColumnsOf<typeof post>

/** 届: an election day and the term's length in years. */
export type TermRow = Row & ColumnsOf<typeof term>

export type MeetingRow = Row & ColumnsOf<typeof meeting>

/** 组织变动: what was so of an organization until the day from which a decision holds. */
export type DecisionRow = Row &
  ColumnsOf<typeof decision> & { [C in 'name_key' | 'short_key' | keyof Reading]: string | null }

/** A connection that cannot write. Queries take nothing else. */
export type Reader = ReadonlyKysely<Tables>
