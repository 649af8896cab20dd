import { type CellValue, writeXlsxStream } from 'hucre'
import iconv from 'iconv-lite'
import type { RosterKind, Row } from '#db/rosters/roster-kind.ts'
import { rosterOf } from '#db/rosters/roster-kinds.ts'
import { headingLines, widthOf } from '#db/rosters/writing/write-roster.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { District } from './generate-district.ts'
import { Random } from './random.ts'
import { spelledDate, typedName, typedNumber } from './rows/careless-cells.ts'

/** One file as an office sends it; its bytes are made while they are taken. */
export type OfficeFile = {
  readonly as: SampleRoster
  readonly name: string
  readonly pieces: () => AsyncIterable<Uint8Array>
}

/**
 * The four rosters of a district, in the order in which they have to be taken in. They have titles, mixed spellings of
 * dates, some full-width digits and short names, totals and signatures below, and the meetings are in GBK; read again
 * they give the rows of the district.
 */
export function officeFiles(district: District): readonly OfficeFile[] {
  const sheet = <R extends Row>(as: SampleRoster, kind: RosterKind<R>, rows: Iterable<R>) => ({
    as,
    name: `${as}.xlsx`,
    pieces: () => workbook(district, { as, kind, rows }),
  })
  return [
    sheet('orgs', rosterOf('orgs'), district.orgs),
    sheet('members', rosterOf('members'), district.members),
    sheet('cadres', rosterOf('cadres'), district.cadres),
    {
      as: 'meetings',
      name: 'activities.csv',
      pieces: () =>
        gbkText(district, { as: 'meetings', kind: rosterOf('meetings'), rows: district.meetings }),
    },
  ]
}

/** The files of a year's work, taken in after the rosters: the parks to come, and the work ledger. */
export function workFiles(district: District): readonly OfficeFile[] {
  return [
    {
      as: 'prospects',
      name: 'prospects.xlsx',
      pieces: () =>
        workbook(district, { as: 'prospects', kind: rosterOf('prospects'), rows: district.prospects }),
    },
    ...standingFiles(district),
    {
      as: 'work',
      name: 'work.xlsx',
      pieces: () => workbook(district, { as: 'work', kind: rosterOf('work'), rows: district.work }),
    },
  ]
}

const standing = ['venues', 'projects', 'bodies', 'body-members', 'congresses'] as const

/** The task book of the year, which names types of work. */
export function taskFiles(district: District): readonly OfficeFile[] {
  return [standingFile(district, 'tasks')]
}

function standingFiles(district: District): readonly OfficeFile[] {
  return standing.map(as => standingFile(district, as))
}

function standingFile(district: District, as: keyof District['standing']): OfficeFile {
  return {
    as,
    name: `${as}.xlsx`,
    pieces: () => workbook(district, { as, kind: rosterOf(as), rows: district.standing[as] }),
  }
}

export type SampleRoster =
  | 'orgs'
  | 'members'
  | 'cadres'
  | 'meetings'
  | 'prospects'
  | (typeof standing)[number]
  | 'tasks'
  | 'work'
type Written<R extends Row> = {
  readonly as: SampleRoster
  readonly kind: RosterKind<R>
  readonly rows: Iterable<R>
}

const columns: Readonly<Record<SampleRoster, readonly string[]>> = {
  orgs: [
    ...(['code', 'name', 'shortName', 'kind', 'tier', 'parent', 'industry', 'branchType'] as const),
    ...(['founded', 'elected', 'termYears', 'phone', 'creditCode'] as const),
  ],
  members: [
    ...(['name', 'sex', 'idType', 'idNumber', 'birth', 'nation', 'political', 'joined', 'memberNo'] as const),
    ...(['branch', 'education', 'occupation', 'workplace', 'phone'] as const),
    ...(['reportStatus', 'status', 'feesPaidTo'] as const),
  ],
  cadres: [
    ...(['name', 'idNumber', 'org', 'title', 'nature', 'since', 'until', 'phone'] as const),
    ...(['nation', 'political', 'education', 'joined'] as const),
  ],
  meetings: ['org', 'type', 'day', 'topic', 'expected', 'attended', 'place'],
  prospects: ['org', 'name', 'type', 'since', 'members', 'youths', 'planned'],
  venues: ['org', 'name', 'type', 'opened', 'times', 'seats'],
  projects: ['org', 'name', 'type', 'begun', 'partner', 'budget'],
  bodies: ['org', 'name', 'type', 'founded', 'session', 'elected', 'term_years'],
  'body-members': ['org', 'body', 'name', 'sector', 'since'],
  congresses: ['org', 'name', 'held_on', 'delegates', 'present', 'elected'],
  tasks: ['org', 'year', 'item', 'measure', 'target', 'due'],
  work: ['org', 'type', 'held_on', 'title', 'people', 'hours', 'money', 'own'],
}
const runningNumber = '序号'

const dates = new Set<string>([
  'founded',
  'elected',
  'birth',
  'joined',
  'feesPaidTo',
  'since',
  'until',
  'day',
  'held_on',
  'due',
])
const organizations = new Set<string>(['parent', 'branch', 'org'])
const numbers = new Set<string>(['idNumber', 'phone'])

function workbook<R extends Row>(district: District, written: Written<R>): AsyncIterable<Uint8Array> {
  const widths = [runningNumber, ...headersOf(written)].map(header => ({ width: widthOf(header) }))
  const lines = officeLines(district, written, true)
  return writeXlsxStream(lines, {
    name: 'Sheet1',
    columns: widths,
    maxRowsPerSheet: Number.POSITIVE_INFINITY,
  })
}

async function* gbkText<R extends Row>(district: District, written: Written<R>): AsyncGenerator<Uint8Array> {
  let text = ''
  for (const line of officeLines(district, written, false)) {
    text += `${line.map(value => csvCell(String(value ?? ''))).join(',')}\r\n`
    if (text.length < 65_536) continue
    yield iconv.encode(text, 'gbk')
    text = ''
  }
  yield iconv.encode(text, 'gbk')
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function* officeLines<R extends Row>(
  district: District,
  written: Written<R>,
  realDates: boolean,
): Generator<CellValue[], undefined> {
  const { as, kind, rows } = written
  for (const line of headingLines(kind.form.title, district.root.name, district.asOf)) yield [line]
  yield [runningNumber, ...headersOf(written)]
  const cellOf = carelessTypist(district, as, realDates)
  const { texts } = kind
  let number = 0
  for (const row of rows) {
    number++
    yield [number, ...columns[as].map(field => cellOf(field, texts[field]?.(row)))]
  }
  yield ['合计', `${number}行`]
  yield ['制表人:群团工作部', '', '审核人:团区委办公室']
  return undefined
}

function headersOf<R extends Row>({ as, kind }: Written<R>): readonly string[] {
  const headers = new Map<string, string>()
  for (const { field, header } of kind.form.fields) headers.set(field, header)
  return columns[as].map(field => {
    const header = headers.get(field)
    invariant(header, 'every field of a roster has a header')
    return header
  })
}

type Typing = (field: string, text: string | number | undefined) => CellValue

function carelessTypist(district: District, as: SampleRoster, realDates: boolean): Typing {
  const random = new Random(district.seed, 20, columns[as].length)
  const shortNames = new Map<string, string>()
  for (const { name, shortName } of district.orgs) if (name && shortName) shortNames.set(name, shortName)
  return (field, text) => {
    if (text === undefined || typeof text === 'number') return text ?? null
    if (dates.has(field)) return spelledDate(text, realDates, random)
    if (organizations.has(field)) return random.chance(0.15) ? (shortNames.get(text) ?? text) : text
    if (numbers.has(field)) return typedNumber(text, random)
    return field === 'name' && (as === 'members' || as === 'cadres') ? typedName(text, random) : text
  }
}
