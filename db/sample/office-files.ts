import { type CellValue, writeXlsxStream } from 'hucre'
import iconv from 'iconv-lite'
import {
  type RosterFields,
  type RosterKind,
  type RosterRows,
  rosterReadings,
} from '#db/rosters/roster-kinds.ts'
import { rowTexts } from '#db/rosters/writing/row-texts.ts'
import { headingLines, widthOf } from '#db/rosters/writing/write-roster.ts'
import { invariant } from '#db/shared/invariant.ts'
import { spelledDate, typedName, typedNumber } from './careless-cells.ts'
import type { District } from './generate-district.ts'
import { Random } from './random.ts'

/** One file as an office sends it; its bytes are made while they are taken. */
export type OfficeFile = {
  readonly as: RosterKind
  readonly name: string
  readonly pieces: () => AsyncIterable<Uint8Array>
}

/**
 * The four rosters of a district, in the order in which they have to be taken in. They have titles, mixed spellings of
 * dates, some full-width digits and short names, totals and signatures below, and the meetings are in GBK; read again
 * they give the rows of the district.
 */
export function officeFiles(district: District): readonly OfficeFile[] {
  const sheet = <K extends RosterKind>(as: K, rows: Iterable<RosterRows[K]>) => ({
    as,
    name: `${as}.xlsx`,
    pieces: () => workbook(district, as, rows),
  })
  return [
    sheet('orgs', district.orgs),
    sheet('members', district.members),
    sheet('cadres', district.cadres),
    {
      as: 'meetings',
      name: 'activities.csv',
      pieces: () => gbkText(district, 'meetings', district.meetings),
    },
  ]
}

const columns: { readonly [K in RosterKind]: readonly RosterFields[K][] } = {
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
])
const organizations = new Set<string>(['parent', 'branch', 'org'])
const numbers = new Set<string>(['idNumber', 'phone'])

function workbook<K extends RosterKind>(
  district: District,
  as: K,
  rows: Iterable<RosterRows[K]>,
): AsyncIterable<Uint8Array> {
  const widths = [runningNumber, ...headersOf(as)].map(header => ({ width: widthOf(header) }))
  const lines = officeLines(district, as, rows, true)
  return writeXlsxStream(lines, {
    name: 'Sheet1',
    columns: widths,
    maxRowsPerSheet: Number.POSITIVE_INFINITY,
  })
}

async function* gbkText<K extends RosterKind>(
  district: District,
  as: K,
  rows: Iterable<RosterRows[K]>,
): AsyncGenerator<Uint8Array> {
  let text = ''
  for (const line of officeLines(district, as, rows, false)) {
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

function* officeLines<K extends RosterKind>(
  district: District,
  as: K,
  rows: Iterable<RosterRows[K]>,
  realDates: boolean,
): Generator<CellValue[], undefined> {
  for (const line of headingLines(rosterReadings[as].form.title, district.root.name, district.asOf))
    yield [line]
  yield [runningNumber, ...headersOf(as)]
  const cellOf = carelessTypist(district, as, realDates)
  const texts = rowTexts[as]
  let number = 0
  for (const row of rows) {
    number++
    yield [number, ...columns[as].map(field => cellOf(field, texts[field](row)))]
  }
  yield ['合计', `${number}行`]
  yield ['制表人:群团工作部', '', '审核人:团区委办公室']
  return undefined
}

function headersOf<K extends RosterKind>(as: K): readonly string[] {
  const headers = new Map<string, string>()
  for (const { field, header } of rosterReadings[as].form.fields) headers.set(field, header)
  return columns[as].map(field => {
    const header = headers.get(field)
    invariant(header, 'every field of a roster has a header')
    return header
  })
}

type Typing = (field: string, text: string | number | undefined) => CellValue

function carelessTypist(district: District, as: RosterKind, realDates: boolean): Typing {
  const random = new Random(district.seed, 20, columns[as].length)
  const shortNames = new Map<string, string>()
  for (const { name, shortName } of district.orgs) if (name && shortName) shortNames.set(name, shortName)
  return (field, text) => {
    if (text === undefined || typeof text === 'number') return text ?? null
    if (dates.has(field)) return spelledDate(text, realDates, random)
    if (organizations.has(field)) return random.chance(0.15) ? (shortNames.get(text) ?? text) : text
    if (numbers.has(field)) return typedNumber(text, random)
    return field === 'name' && as !== 'orgs' ? typedName(text, random) : text
  }
}
