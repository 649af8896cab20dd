import { draftIds } from '#db/plans/plan.ts'
import { columnsOf, valuesIn } from '#db/records/columns.ts'
import type { At, Field } from '#db/records/types/field.ts'
import { type AskedWords, readAskedWords, tellUncounted } from '#db/registry/acts/asked-words.ts'
import { type Measures, readMeasures } from '#db/registry/acts/measures.ts'
import { asItsType, isOwn, readWorkTypes, type Work, type WorkTypes } from '#db/registry/acts/work-types.ts'
import { type Closings, closedFor, closedText, readClosings } from '#db/registry/closings/closings.ts'
import type { Text } from '#db/shared/text.ts'
import { type RecordColumns, recordColumnsOf } from '../kinds/of-one-record.ts'
import type { TakenRow } from '../parsed-row.ts'
import { type Problem, problemAt } from '../problem.ts'
import type { Roster } from '../read-roster.ts'
import type { Row } from '../roster-kind.ts'
import type { RowChange, RowPlan } from './draft.ts'
import { KnownRecords, type Values } from './known-records.ts'
import { type FoundPeople, type IsUnder, personOfRow, readPeople } from './people-of-rows.ts'
import { cellOf, heirOn, type Placing, placeOfRow } from './place-of-row.ts'
import { dayOf, finderFor, headersOf, type Plan, type Standpoint } from './planners.ts'
import { codeBesideOf } from './wider-place.ts'

type RecordPlanning = Placing & {
  readonly columns: RecordColumns
  readonly place: string | undefined
  readonly known: KnownRecords
  readonly nextId: () => string
  /** Of work records alone: what their types say of them. */
  types: WorkTypes | undefined
  /** And by which words of them figures choose. */
  asked: AskedWords
  /** The periods that are closed, and what lies above an organization: nothing of such a day is taken in. */
  closings: Closings | undefined
  /** Of tasks alone: what they may be counted by. */
  measures: Measures | undefined
  readonly today: string
  readonly aboveOf: (org: string) => readonly string[]
  readonly isUnder: IsUnder
}

/** Plans a roster of which each row is one record: whom and what it names is found, then the record that it is again. */
export function recordPlan(roster: Roster<Row>, standpoint: Standpoint): Plan<Row> {
  const { input, index, reader } = standpoint
  const columns = recordColumnsOf(roster.kind.as)
  const { place } = roster.kind.form
  const find = finderFor(roster, index)
  const planning: RecordPlanning = {
    columns,
    place,
    find,
    told: new Set(),
    headerOf: headersOf(roster),
    codeBeside: codeBesideOf(roster),
    known: new KnownRecords(columns),
    nextId: draftIds(),
    types: undefined,
    asked: new Map(),
    closings: undefined,
    measures: undefined,
    today: input.today,
    aboveOf: org => index.aboveOf(org),
    isUnder: (org, above) => index.isUnder(org, above),
  }
  const day = dayOf(roster, input)
  const office = columns.kind.roster?.ofOffice === true ? index.nameOf(input.office) : undefined
  const named = (row: TakenRow<Row>): TakenRow<Row> =>
    place === undefined || office === undefined || row.values[place] !== undefined
      ? row
      : { ...row, values: { ...row.values, [place]: office } }
  return async read => {
    const rows = read.map(named)
    const orgOf = (row: TakenRow<Row>) => {
      const found = place === undefined ? undefined : find(String(row.values[place] ?? ''))
      if (found?.kind !== 'found') return undefined
      const on = columns.org === undefined ? undefined : dayOfRow(columns, row)
      return (on === undefined ? undefined : heirOn(found.org, on, find))?.id ?? found.org.id
    }
    const people =
      columns.person === undefined
        ? undefined
        : await readPeople(reader, rows, orgOf, { day, isUnder: planning.isUnder })
    const subjects = people?.ids ?? rows.flatMap(row => orgOf(row) ?? [])
    await planning.known.read(reader, subjects)
    if (columns.kind.name === 'work') {
      if (planning.types === undefined) planning.asked = await readAskedWords(reader)
      planning.types ??= await readWorkTypes(reader)
      planning.closings ??= await readClosings(reader)
    }
    if (columns.kind.name === 'task') planning.measures ??= await readMeasures(reader)
    const isOwn = (org: string) => {
      const found = index.findExact(org)
      return found.kind === 'found' && found.org.own
    }
    return rows.map(row => planRecord(row, planning, people, isOwn))
  }
}

/** What one row would do. Nothing is written here. */
function planRecord(
  parsed: TakenRow<Row>,
  planning: RecordPlanning,
  people: FoundPeople | undefined,
  isOwn: (org: string) => boolean,
): RowPlan {
  const { columns, place, headerOf, known, types } = planning
  const { row, values } = parsed
  const problems: Problem[] = [...parsed.problems]
  const rejected = (): RowPlan => ({ row, verdict: 'rejected', drafts: [], problems })
  const rejectClosed = ({ zh, en, heldOn }: Closed): RowPlan => {
    const where = cellOf(parsed, headerOf('held_on'), heldOn)
    problems.push(problemAt(where, 'period-closed', { zh, en, refused: true }))
    return rejected()
  }
  const written = place === undefined ? '' : String(values[place] ?? '')
  const org =
    place === undefined || written === ''
      ? undefined
      : placeOfRow(parsed, place, written, placingOf(parsed, written, planning), problems)
  if (written !== '' && org === undefined) return rejected()
  const who =
    people === undefined
      ? undefined
      : personOfRow(parsed, people, { org, isUnder: planning.isUnder }, headerOf, problems)
  if (people !== undefined) {
    if (who === undefined) return rejected()
    if (who.home !== null && !isOwn(who.home)) {
      const where = cellOf(parsed, headerOf('name'), who.name)
      problems.push(
        problemAt(where, 'org-not-yours', {
          zh: '这个人不在本单位之下，不能由本单位填报。请由所在单位填报。',
          en: 'This person does not belong to anything below your office, so you cannot write about them. Ask their office.',
          refused: true,
        }),
      )
      return rejected()
    }
  }
  const asWritten: Values = Object.fromEntries([
    ...columns.values.flatMap(([column, name]) =>
      values[column] === undefined ? [] : [[name, values[column]]],
    ),
    ...(columns.org === undefined ? [] : [[columns.org, org?.id]]),
    ...(columns.person === undefined ? [] : [[columns.person, who?.id]]),
  ])
  const unknown = unknownMeasure(planning.measures, asWritten['measure'])
  if (unknown !== undefined) {
    const where = cellOf(parsed, headerOf('measure'), String(asWritten['measure']))
    problems.push(problemAt(where, 'measure-unknown', { ...unknown, refused: true }))
    return rejected()
  }
  const said = types === undefined ? asWritten : asWork(asWritten, types, parsed, planning, problems)
  const shown = { problems, ...(org && { place: org }) }
  const existing = known.same(said)
  const closed = closedOf(planning, org?.id, [said['held_on'], existing?.values['held_on']])
  if (existing === undefined) {
    if (closed !== undefined) return rejectClosed(closed)
    if (types !== undefined)
      tellUncounted(planning.asked, types, workOf(said), tellingAt(said, parsed, planning, problems))
    const id = planning.nextId()
    known.saidIn(id, parsed, namesSaid(columns, said))
    const fields = columnsOf(columns.kind, said)
    known.add({ id, values: { ...valuesIn(columns.kind, fields), ...said } })
    return {
      row,
      verdict: 'created',
      drafts: [{ act: 'create', entity: columns.kind.name, id, fields }],
      ...shown,
    }
  }
  const changed = changedValues(columns, besideKnown(said, existing.values), existing.values)
  const other = Object.keys(changed).filter(name => !isCompleted(changed[name], existing.values[name]))
  const before = known.saidBefore(existing.id, other)
  if (before !== undefined) {
    problems.push(saidTwice(parsed, before, planning, existing.values))
    return rejected()
  }
  known.saidIn(existing.id, parsed, namesSaid(columns, said))
  if (Object.keys(changed).length === 0) return { row, verdict: 'unchanged', drafts: [], ...shown }
  if (closed !== undefined) return rejectClosed(closed)
  known.add({ id: existing.id, values: { ...existing.values, ...changed } })
  const fields = columnsOf(columns.kind, changed)
  return {
    row,
    verdict: 'updated',
    drafts: [{ act: 'edit', entity: columns.kind.name, id: existing.id, fields }],
    changes: changesIn(columns, changed, existing.values),
    ...shown,
  }
}

/** The fields of which a row says something, but for those by which its record is known. */
function namesSaid({ values }: RecordColumns, said: Values): readonly string[] {
  return values.flatMap(([, name, one]) => ((said[name] ?? null) === null || one.fixed ? [] : [name]))
}

/** A day within the month that was known, and own fields beside those that were, say nothing else. */
function isCompleted(now: unknown, before: unknown): boolean {
  if (isOwn(now) && isOwn(before)) return Object.entries(before).every(([name, value]) => now[name] === value)
  return typeof now === 'string' && typeof before === 'string' && now.startsWith(`${before}-`)
}

/** A row that says otherwise what a row above it said of the same record: which of them counts nobody knows. */
function saidTwice(
  parsed: TakenRow<Row>,
  { row, sheet, name }: NonNullable<ReturnType<KnownRecords['saidBefore']>>,
  { columns, headerOf }: RecordPlanning,
  known: Values,
): Problem {
  const [column = name, , one] = columns.values.find(([, field]) => field === name) ?? []
  const words = one?.words ?? { zh: name, en: name }
  const said = one === undefined ? '' : String(writtenAs(one, known[name])).slice(0, 40)
  const elsewhere = sheet === undefined || sheet === parsed.sheet ? undefined : sheet
  const where = cellOf(
    parsed,
    headerOf(column),
    one === undefined ? '' : String(writtenAs(one, parsed.values[column])),
  )
  const isOfMany = columns.person === undefined
  const [zhRow, enRow] =
    elsewhere === undefined
      ? [`第 ${row} 行`, `row ${row}`]
      : [`工作表“${elsewhere}”第 ${row} 行`, `row ${row} of sheet ${elsewhere}`]
  return problemAt(where, 'said-otherwise', {
    zh: `和${zhRow}说的是同一项，那一行的“${words.zh}”是 ${said}，不知道以哪一行为准。请合成一行，或删去一行${isOfMany ? '；确实是两项的，请把名称写得不一样' : ''}。`,
    en: `this is the same as ${enRow}, where the ${words.en} is ${said}, and it is not known which counts. Make one row of them, or delete one${isOfMany ? '; if they are two, give them different names' : ''}.`,
    refused: true,
  })
}

/** Own fields of which a row says nothing stay as they are. */
function besideKnown(said: Values, before: Values): Values {
  const [own, known] = [said['own'], before['own']]
  return isOwn(own) && isOwn(known) ? { ...said, own: { ...known, ...own } } : said
}

/** The day of what a row tells, where its kind has one: the day of a meeting or an election. */
function dayOfRow({ values }: RecordColumns, { values: said }: TakenRow<Row>): string | undefined {
  const own = values.find(([, , one]) => one.type === 'day' && one.required)
  const day = own === undefined ? undefined : said[own[0]]
  return typeof day === 'string' && day.length === 'YYYY-MM-DD'.length ? day : undefined
}

/** What was told of a branch on a day when it was part of another one already belongs to that one. */
function placingOf(parsed: TakenRow<Row>, written: string, planning: RecordPlanning): Placing {
  const day = planning.columns.org === undefined ? undefined : dayOfRow(planning.columns, parsed)
  const found = planning.find(written)
  if (day === undefined || found.kind !== 'found') return planning
  return heirOn(found.org, day, planning.find) === undefined ? planning : { ...planning, day }
}

/** What a task cannot be counted by, with what it could be. */
function unknownMeasure(measures: Measures | undefined, written: unknown): Text | undefined {
  if (measures === undefined || typeof written !== 'string' || measures.find(written) !== undefined)
    return undefined
  const some = measures.alike(written)
  return {
    zh: `没有叫这个名称的报表指标或工作类型。可以写：${some.join('、')}。`,
    en: `There is neither a figure nor a type of work called so. There is, for example: ${some.join(', ')}.`,
  }
}

type Closed = { readonly zh: string; readonly en: string; readonly heldOn: string }
/** Why none of these days is written any more; undefined where nothing stands against it. */
function closedOf(
  { closings, today, aboveOf }: RecordPlanning,
  org: string | undefined,
  days: readonly unknown[],
): Closed | undefined {
  if (closings === undefined || closings.closings.length === 0 || org === undefined) return undefined
  for (const heldOn of days) {
    if (typeof heldOn !== 'string') continue
    const closing = closedFor(closings, { above: aboveOf(org), heldOn, on: today })
    if (closing !== undefined) return { ...closedText(closing, heldOn), heldOn }
  }
  return undefined
}

/** A record of work as its type has it; what the type does not know is noted, and kept as it is written. */
function asWork(
  said: Values,
  types: WorkTypes,
  parsed: TakenRow<Row>,
  planning: RecordPlanning,
  problems: Problem[],
): Values {
  return { ...said, ...asItsType(types, workOf(said), tellingAt(said, parsed, planning, problems)) }
}

function workOf({ type, held_on, own }: Values): Work {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  return { type: text(type), held_on: text(held_on), own: isOwn(own) ? own : undefined }
}

/** What is told of a record of work is told in the cell of its row. */
function tellingAt(
  said: Values,
  parsed: TakenRow<Row>,
  { headerOf }: RecordPlanning,
  problems: Problem[],
): (field: 'type' | 'own') => Pick<At, 'tell'> {
  const { type = '', own } = workOf(said)
  return field => ({
    tell(weight, code, zh, en) {
      const value = field === 'type' ? type : Object.values(own ?? {}).join('; ')
      const where = cellOf(parsed, headerOf(field), value)
      problems.push(
        problemAt(where, code, {
          zh,
          en: en.slice(0, 1).toUpperCase() + en.slice(1),
          refused: weight === 'refused',
        }),
      )
    },
  })
}

/** What a row says otherwise than the registry. A blank says nothing; a month never overwrites a day within it. */
function changedValues({ values }: RecordColumns, said: Values, before: Values): Values {
  return Object.fromEntries(
    values.flatMap(([, name, one]) => {
      const [now, then] = [said[name] ?? null, before[name] ?? null]
      return now === null || one.fixed || isSame(one, now, then) ? [] : [[name, now]]
    }),
  )
}

function isSame(one: Field, now: unknown, before: unknown): boolean {
  if (now === before) return true
  if (before === null) return false
  if (one.isSame !== undefined) return one.isSame(now, before)
  const [says, knows] = [String(writtenAs(one, now)), String(writtenAs(one, before))]
  return says === knows || (one.type === 'day' && knows.startsWith(`${says}-`))
}

/** The values that change, as the columns of the roster show them. */
export function changesIn({ values }: RecordColumns, changed: Values, before: Values): readonly RowChange[] {
  return values.flatMap(([column, name, one]) =>
    name in changed
      ? [
          {
            field: column,
            from: String(writtenAs(one, before[name])),
            to: String(writtenAs(one, changed[name])),
          },
        ]
      : [],
  )
}

function writtenAs({ write, show }: Field, value: unknown): string | number {
  return value === null || value === undefined ? '' : (write?.(value) ?? show(value, 'zh'))
}
