import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { type Entity, type FieldType, fieldsOf } from '#db/journal/entity.ts'
import { registryEntities } from '#db/registry/entities.ts'
import { migrate } from '#db/sqlite/migrate.ts'
import type { Tables } from '#db/sqlite/tables.ts'
import { tablesIn } from './filled-tables.ts'

const db = new Database(':memory:')
migrate(db)

/** What a column holds, read off its type; a question mark where it may be empty. `KEY` is a local number. */
type Shape<V> = [V] extends [string]
  ? 'TEXT'
  : [V] extends [string | null]
    ? 'TEXT?'
    : [V] extends [number]
      ? 'INTEGER'
      : [V] extends [number | null]
        ? 'INTEGER?'
        : 'KEY'

type Shapes = { readonly [T in keyof Tables]: { readonly [C in keyof Tables[T]]: Shape<Tables[T][C]> } }

const record = { no: 'KEY', id: 'TEXT', pristine: 'INTEGER?' } as const
const serial = { follows: 'TEXT', rank: 'TEXT', until: 'TEXT?' } as const

/** The compiler sees to it that this says what `Tables` says; the test, that it says what the file has. */
const shapes: Shapes = {
  meta: { key: 'TEXT', value: 'TEXT' },
  writer: { no: 'KEY', id: 'TEXT', replica: 'TEXT' },
  origin: {
    no: 'KEY',
    writer: 'INTEGER',
    first_n: 'INTEGER',
    office: 'TEXT',
    at: 'TEXT',
    actor: 'TEXT',
    label: 'TEXT',
    digest: 'TEXT',
  },
  change_set: {
    no: 'KEY',
    at: 'TEXT',
    actor: 'TEXT',
    label: 'TEXT',
    first_change: 'INTEGER',
    last_change: 'INTEGER',
  },
  change: {
    no: 'KEY',
    origin: 'INTEGER',
    writer: 'INTEGER',
    n: 'INTEGER',
    lamport: 'INTEGER',
    kind: 'TEXT',
    entity: 'TEXT',
    thing: 'TEXT',
    hangs_on: 'TEXT',
    schema: 'INTEGER',
    body: 'TEXT',
    signature: 'TEXT?',
  },
  file_named: { sha256: 'TEXT', change: 'INTEGER' },
  file_here: {
    sha256: 'TEXT',
    giver: 'TEXT',
    bytes: 'INTEGER',
    type: 'TEXT',
    at: 'TEXT',
    gone: 'INTEGER',
    second: 'TEXT?',
  },
  file_loose: { sha256: 'TEXT', since: 'TEXT' },
  file_sent: { peer: 'TEXT', sha256: 'TEXT', pos: 'INTEGER' },
  file_asked: { peer: 'TEXT', sha256: 'TEXT' },
  named: { change: 'INTEGER', kind: 'TEXT', writer: 'TEXT', from_n: 'INTEGER', to_n: 'INTEGER' },
  org: {
    ...record,
    code: 'TEXT?',
    name: 'TEXT',
    short_name: 'TEXT?',
    kind: 'TEXT',
    tier: 'TEXT',
    branch_type: 'TEXT',
    industry: 'TEXT?',
    founded: 'TEXT?',
    founded_precision: 'TEXT?',
    closed: 'TEXT?',
    phone: 'TEXT?',
    email: 'TEXT?',
    credit_code: 'TEXT?',
    org_code: 'TEXT?',
    wechat: 'TEXT?',
    weibo: 'TEXT?',
    admin_quota: 'INTEGER?',
    admin_staff: 'INTEGER?',
    unit_quota: 'INTEGER?',
    unit_staff: 'INTEGER?',
    youths: 'INTEGER?',
    members_approved: 'INTEGER?',
    name_key: 'TEXT',
    short_key: 'TEXT?',
    pinyin: 'TEXT',
    initials: 'TEXT',
    name_initials: 'TEXT?',
  },
  placement: { ...record, org: 'TEXT', parent: 'TEXT?', since: 'TEXT', ...serial, starts: 'TEXT' },
  person: {
    ...record,
    name: 'TEXT',
    id_type: 'TEXT?',
    id_number: 'TEXT?',
    birth: 'TEXT?',
    sex: 'TEXT?',
    nation: 'TEXT?',
    political: 'TEXT?',
    joined: 'TEXT?',
    joined_precision: 'TEXT?',
    joined_party: 'TEXT?',
    joined_party_precision: 'TEXT?',
    member_no: 'TEXT?',
    education: 'TEXT?',
    highest_education: 'TEXT?',
    occupation: 'TEXT?',
    income: 'TEXT?',
    workplace: 'TEXT?',
    phone: 'TEXT?',
    email: 'TEXT?',
    verified: 'TEXT?',
    household: 'TEXT?',
    joined_at: 'TEXT?',
    volunteer_since: 'TEXT?',
    volunteer_since_precision: 'TEXT?',
    award: 'TEXT?',
    deletion: 'TEXT?',
    wework: 'TEXT?',
    qq: 'TEXT?',
    wechat: 'TEXT?',
    weibo: 'TEXT?',
    fees_paid_to: 'TEXT?',
    files: 'TEXT',
    former_ids: 'TEXT?',
    pinyin: 'TEXT',
    initials: 'TEXT',
  },
  membership: {
    ...record,
    person: 'TEXT',
    org: 'TEXT?',
    since: 'TEXT',
    since_known: 'INTEGER',
    told_on: 'TEXT?',
    reason: 'TEXT?',
    transfer: 'TEXT?',
    ...serial,
  },
  standing: { ...record, person: 'TEXT', status: 'TEXT', report: 'TEXT', since: 'TEXT', ...serial },
  post: {
    ...record,
    person: 'TEXT',
    org: 'TEXT',
    title: 'TEXT',
    nature: 'TEXT?',
    own_title: 'TEXT?',
    operator: 'TEXT?',
    enabled: 'TEXT?',
    party_body: 'TEXT?',
    since: 'TEXT?',
    since_precision: 'TEXT?',
    until: 'TEXT?',
  },
  term: {
    ...record,
    org: 'TEXT',
    elected: 'TEXT',
    elected_precision: 'TEXT?',
    years: 'INTEGER?',
    extended_until: 'TEXT?',
    approved_on: 'TEXT?',
    approval: 'TEXT?',
  },
  meeting: {
    ...record,
    org: 'TEXT',
    type: 'TEXT',
    held_on: 'TEXT',
    topic: 'TEXT?',
    expected: 'INTEGER?',
    attended: 'INTEGER?',
    place: 'TEXT?',
    absent: 'TEXT?',
    host: 'TEXT?',
    recorder: 'TEXT?',
    minutes: 'TEXT?',
    files: 'TEXT',
  },
  apart: { ...record, person: 'TEXT', other: 'TEXT', told_on: 'TEXT?' },
  fee: {
    ...record,
    person: 'TEXT',
    year: 'INTEGER',
    due: 'INTEGER?',
    free: 'TEXT?',
    free_from: 'TEXT?',
    free_to: 'TEXT?',
    paid_01: 'INTEGER?',
    paid_02: 'INTEGER?',
    paid_03: 'INTEGER?',
    paid_04: 'INTEGER?',
    paid_05: 'INTEGER?',
    paid_06: 'INTEGER?',
    paid_07: 'INTEGER?',
    paid_08: 'INTEGER?',
    paid_09: 'INTEGER?',
    paid_10: 'INTEGER?',
    paid_11: 'INTEGER?',
    paid_12: 'INTEGER?',
  },
  appraisal: {
    ...record,
    person: 'TEXT',
    year: 'INTEGER',
    result: 'TEXT?',
    assessed_on: 'TEXT?',
    registered: 'TEXT?',
    registered_on: 'TEXT?',
    note: 'TEXT?',
  },
  rating: {
    ...record,
    org: 'TEXT',
    year: 'INTEGER',
    score: 'INTEGER?',
    star: 'TEXT?',
    veto: 'TEXT?',
    reviewed_on: 'TEXT?',
    self_score: 'INTEGER?',
    self_star: 'TEXT?',
    self_on: 'TEXT?',
    note: 'TEXT?',
  },
  rule_pack: {
    ...record,
    org: 'TEXT',
    year: 'INTEGER',
    version: 'INTEGER',
    since: 'TEXT',
    name: 'TEXT',
    body: 'TEXT',
  },
  work_type: {
    ...record,
    org: 'TEXT',
    name: 'TEXT',
    also: 'TEXT',
    area: 'TEXT?',
    own: 'TEXT?',
    until: 'TEXT?',
    note: 'TEXT?',
  },
  work: {
    ...record,
    org: 'TEXT',
    type: 'TEXT',
    held_on: 'TEXT',
    until: 'TEXT?',
    title: 'TEXT',
    venue: 'TEXT?',
    sessions: 'INTEGER?',
    people: 'INTEGER?',
    hours: 'INTEGER?',
    money: 'INTEGER?',
    partners: 'TEXT?',
    own: 'TEXT?',
    files: 'TEXT',
    note: 'TEXT?',
  },
  figure: {
    ...record,
    org: 'TEXT',
    key: 'TEXT',
    name: 'TEXT',
    unit: 'TEXT?',
    sentence: 'TEXT?',
    question: 'TEXT',
  },
  reported: {
    ...record,
    org: 'TEXT',
    year: 'INTEGER',
    key: 'TEXT',
    value: 'INTEGER',
    reported_on: 'TEXT?',
    note: 'TEXT?',
  },
  task: {
    ...record,
    org: 'TEXT',
    year: 'INTEGER',
    item: 'TEXT',
    measure: 'TEXT',
    counts: 'TEXT?',
    target: 'INTEGER',
    due: 'TEXT',
    whom: 'TEXT',
    note: 'TEXT?',
  },
  task_request: {
    ...record,
    org: 'TEXT',
    issuer: 'TEXT',
    year: 'INTEGER',
    item: 'TEXT',
    target: 'INTEGER?',
    due: 'TEXT?',
    asked: 'TEXT',
    reason: 'TEXT',
  },
  closing: {
    ...record,
    org: 'TEXT',
    first_day: 'TEXT',
    last_day: 'TEXT',
    closes_on: 'TEXT',
    note: 'TEXT?',
  },
  reopening: {
    ...record,
    org: 'TEXT',
    whom: 'TEXT',
    first_day: 'TEXT',
    last_day: 'TEXT',
    ends: 'TEXT',
    reason: 'TEXT',
  },
  venue: {
    ...record,
    org: 'TEXT',
    name: 'TEXT',
    type: 'TEXT',
    address: 'TEXT?',
    area: 'INTEGER?',
    seats: 'INTEGER?',
    opened: 'TEXT',
    closed: 'TEXT?',
    times: 'TEXT?',
    keeper: 'TEXT?',
    phone: 'TEXT?',
    note: 'TEXT?',
  },
  venue_log: {
    ...record,
    org: 'TEXT',
    venue: 'TEXT',
    on_day: 'TEXT',
    use: 'TEXT',
    people: 'INTEGER?',
    hours: 'INTEGER?',
    cost: 'INTEGER?',
    what: 'TEXT?',
    files: 'TEXT',
  },
  project: {
    ...record,
    org: 'TEXT',
    name: 'TEXT',
    type: 'TEXT',
    begun: 'TEXT',
    ended: 'TEXT?',
    partner: 'TEXT?',
    lead: 'TEXT?',
    budget: 'INTEGER?',
    paid: 'INTEGER?',
    aim: 'TEXT?',
    files: 'TEXT',
  },
  project_stage: {
    ...record,
    org: 'TEXT',
    project: 'TEXT',
    stage: 'TEXT',
    handed_on: 'TEXT?',
    events: 'INTEGER?',
    people: 'INTEGER?',
    report: 'TEXT?',
    result: 'TEXT?',
    reviewed_on: 'TEXT?',
    score: 'INTEGER?',
    opinion: 'TEXT?',
    files: 'TEXT',
  },
  attendance: {
    ...record,
    person: 'TEXT',
    training: 'TEXT',
    held_on: 'TEXT',
    presence: 'TEXT?',
    hours: 'INTEGER?',
    result: 'TEXT?',
    note: 'TEXT?',
  },
  contact: {
    ...record,
    person: 'TEXT',
    youth: 'TEXT',
    unit: 'TEXT?',
    field: 'TEXT?',
    phone: 'TEXT?',
    since: 'TEXT?',
    ended: 'TEXT?',
    note: 'TEXT?',
  },
  visit: {
    ...record,
    person: 'TEXT',
    on_day: 'TEXT',
    way: 'TEXT',
    people: 'INTEGER?',
    topic: 'TEXT?',
    asked: 'TEXT?',
    done: 'TEXT?',
  },
  body: {
    ...record,
    org: 'TEXT',
    name: 'TEXT',
    type: 'TEXT',
    founded: 'TEXT?',
    ended: 'TEXT?',
    session: 'INTEGER?',
    elected: 'TEXT?',
    term_years: 'INTEGER?',
    head: 'TEXT?',
    note: 'TEXT?',
  },
  body_member: {
    ...record,
    org: 'TEXT',
    body: 'TEXT',
    name: 'TEXT',
    role: 'TEXT?',
    sector: 'TEXT?',
    unit: 'TEXT?',
    since: 'TEXT?',
    until: 'TEXT?',
  },
  congress: {
    ...record,
    org: 'TEXT',
    name: 'TEXT',
    held_on: 'TEXT',
    delegates: 'INTEGER?',
    present: 'INTEGER?',
    elected: 'TEXT?',
    approved: 'TEXT?',
    files: 'TEXT',
    note: 'TEXT?',
  },
  blank_form: {
    ...record,
    org: 'TEXT',
    name: 'TEXT',
    asked_by: 'TEXT?',
    used_by: 'TEXT?',
    times: 'INTEGER?',
    ended: 'TEXT?',
    files: 'TEXT',
    marks: 'TEXT?',
    note: 'TEXT?',
  },
  form_use: {
    ...record,
    org: 'TEXT',
    form: 'TEXT',
    year: 'INTEGER',
    filled_on: 'TEXT',
    name: 'TEXT?',
    filled: 'INTEGER?',
    left_blank: 'INTEGER?',
    writer: 'TEXT?',
  },
  notice: { ...record, org: 'TEXT', title: 'TEXT', issued_on: 'TEXT', body: 'TEXT?' },
  decision: {
    ...record,
    org: 'TEXT',
    act: 'TEXT',
    effective: 'TEXT',
    other: 'TEXT?',
    other_name: 'TEXT?',
    decided: 'TEXT?',
    document: 'TEXT?',
    was_name: 'TEXT?',
    was_short_name: 'TEXT?',
    was_code: 'TEXT?',
    was_kind: 'TEXT?',
    was_tier: 'TEXT?',
    was_closed: 'TEXT?',
    name_key: 'TEXT?',
    short_key: 'TEXT?',
    pinyin: 'TEXT?',
    initials: 'TEXT?',
  },
  prospect: {
    ...record,
    org: 'TEXT',
    name: 'TEXT',
    type: 'TEXT',
    credit_code: 'TEXT?',
    since: 'TEXT?',
    since_precision: 'TEXT?',
    members: 'INTEGER?',
    youths: 'INTEGER?',
    planned: 'TEXT?',
    planned_precision: 'TEXT?',
    covered_by: 'TEXT?',
    covered_on: 'TEXT?',
    note: 'TEXT?',
  },
  transfer: {
    ...record,
    person: 'TEXT',
    home: 'TEXT',
    target: 'TEXT?',
    way: 'TEXT',
    place: 'TEXT?',
    reason: 'TEXT',
    asked: 'TEXT',
    deadline: 'TEXT',
    fees: 'TEXT',
    posts: 'TEXT',
    note: 'TEXT?',
    stays: 'TEXT',
  },
  rectification: {
    ...record,
    org: 'TEXT',
    opened: 'TEXT',
    rules: 'TEXT',
    problems: 'TEXT',
    measures: 'TEXT',
    owner: 'TEXT',
    liaison: 'TEXT',
    due: 'TEXT',
  },
  ruling: {
    ...record,
    org: 'TEXT',
    outcome: 'TEXT',
    decided: 'TEXT',
    reason: 'TEXT',
    signer: 'TEXT',
    expires: 'TEXT?',
    rules: 'TEXT',
    said: 'TEXT',
    pack: 'TEXT?',
  },
  frozen_year: {
    ...record,
    org: 'TEXT',
    year: 'INTEGER',
    day: 'TEXT',
    pack: 'TEXT',
    hash: 'TEXT',
    size: 'INTEGER',
    parts: 'INTEGER',
  },
  frozen_part: { ...record, org: 'TEXT', of: 'TEXT', n: 'INTEGER', body: 'TEXT' },
  step: {
    ...record,
    subject: 'TEXT',
    of: 'TEXT',
    action: 'TEXT',
    org: 'TEXT',
    other: 'TEXT?',
    day: 'TEXT',
    actor: 'TEXT?',
    note: 'TEXT?',
    about: 'TEXT?',
    files: 'TEXT',
    saw: 'TEXT',
    points: 'TEXT',
    remarks: 'TEXT',
  },
  merge: { ...record, of_entity: 'TEXT', kept: 'TEXT', lost: 'TEXT', saw: 'TEXT' },
  certificate: {
    ...record,
    replica: 'TEXT',
    org: 'TEXT',
    name: 'TEXT',
    sign_key: 'TEXT',
    recipient: 'TEXT',
    issuer: 'TEXT',
    signature: 'TEXT',
  },
  revocation: { ...record, replica: 'TEXT', accepted: 'TEXT', standing: 'TEXT' },
  shadow: { thing: 'TEXT', entity: 'TEXT', state: 'TEXT', survivor: 'TEXT?', fields: 'TEXT' },
  shadow_ref: { ref: 'TEXT', thing: 'TEXT' },
  conflict: { thing: 'TEXT', register: 'TEXT', entity: 'TEXT', heads: 'TEXT' },
  grams: { rowid: 'INTEGER', text: 'TEXT' },
  peer: {
    replica: 'TEXT',
    org: 'TEXT',
    name: 'TEXT',
    direction: 'TEXT',
    recipient: 'TEXT',
    sign_key: 'TEXT',
    acked_pos: 'INTEGER',
    acked_hash: 'TEXT',
    heard_at: 'TEXT?',
    aside: 'TEXT',
  },
  offer: { peer: 'TEXT', pos: 'INTEGER', change: 'INTEGER' },
  sent: {
    peer: 'TEXT',
    number: 'INTEGER',
    pos: 'INTEGER',
    hash: 'TEXT',
    at: 'TEXT',
    file: 'TEXT',
    sha256: 'TEXT',
    handed: 'INTEGER',
  },
  received: {
    no: 'KEY',
    peer: 'TEXT',
    pos: 'INTEGER',
    hash: 'TEXT',
    number: 'INTEGER',
    at: 'TEXT',
    change_set: 'INTEGER?',
  },
  waiting: {
    peer: 'TEXT',
    number: 'INTEGER',
    hash: 'TEXT',
    file: 'TEXT',
    needs_pos: 'INTEGER',
    awaits: 'TEXT',
    at: 'TEXT',
  },
  card: { thing: 'TEXT', entity: 'TEXT', name: 'TEXT', detail: 'TEXT' },
  unsealed: { writer: 'TEXT', from_n: 'INTEGER', to_n: 'INTEGER' },
  seal: { writer: 'TEXT', from_n: 'INTEGER', to_n: 'INTEGER', hash: 'TEXT', signature: 'TEXT' },
  seal_gap: { writer: 'TEXT', n: 'INTEGER', digest: 'TEXT' },
  taken: { peer: 'TEXT', pos: 'INTEGER', change: 'INTEGER' },
  taken_top: { peer: 'TEXT', pos: 'INTEGER', hash: 'TEXT' },
  aside: {
    no: 'KEY',
    peer: 'TEXT',
    number: 'INTEGER',
    hash: 'TEXT',
    file: 'TEXT',
    at: 'TEXT',
    earlier: 'TEXT',
  },
  aside_change: {
    aside: 'INTEGER',
    writer: 'TEXT',
    n: 'INTEGER',
    version: 'TEXT',
    kind: 'TEXT',
    entity: 'TEXT',
    thing: 'TEXT',
    subject: 'TEXT?',
    digest: 'TEXT',
  },
  aside_decision: {
    no: 'KEY',
    replica: 'TEXT',
    packets: 'TEXT',
    reason: 'TEXT',
    actor: 'TEXT',
    at: 'TEXT',
  },
  aside_away: { writer: 'TEXT', n: 'INTEGER', digest: 'TEXT', decision: 'INTEGER' },
  twin: {
    no: 'KEY',
    writer: 'TEXT',
    n: 'INTEGER',
    digest: 'TEXT',
    thing: 'TEXT',
    hangs_on: 'TEXT',
    line: 'TEXT',
  },
  certified: { replica: 'TEXT', org: 'TEXT' },
  return_settled: { change: 'KEY' },
  for_look: { no: 'KEY', thing: 'TEXT', theirs: 'INTEGER', ours: 'INTEGER', at: 'TEXT' },
  warning: { no: 'KEY', peer: 'TEXT', code: 'TEXT', detail: 'TEXT', at: 'TEXT' },
  disclosure: {
    no: 'KEY',
    at: 'TEXT',
    actor: 'TEXT',
    person: 'TEXT',
    field: 'TEXT',
    reason: 'TEXT',
  },
  column_choice: { roster: 'TEXT', header: 'TEXT', field: 'TEXT' },
  touched: { n: 'KEY', what: 'TEXT', no: 'INTEGER', org: 'TEXT?', person: 'TEXT?', matter: 'TEXT?' },
}

type Column = { readonly name: string; readonly type: string; readonly notnull: number; readonly pk: number }

function shapeInFile(table: string): Record<string, string> {
  const columns = db.prepare<[string], Column>('SELECT * FROM pragma_table_info(?)').all(table)
  return Object.fromEntries(
    columns.map(({ name, type, notnull, pk }) => {
      // The one integer of a table's primary key is SQLite's own number of the row.
      const alone = columns.filter(column => column.pk > 0).length === 1
      if (type === 'INTEGER' && pk === 1 && alone) return [name, 'KEY']
      return [name, notnull === 1 || pk > 0 ? type : `${type}?`]
    }),
  )
}

test('the types of the tables name every table of the schema, and no other', () => {
  expect(Object.keys(shapes).sort()).toEqual(tablesIn(db))
})

test.each(Object.entries(shapes).filter(([table]) => table !== 'grams'))(
  'the columns of %s are those of its type, and as empty as it says',
  (table, shape) => {
    expect(shapeInFile(table)).toEqual(shape)
  },
)

test('the search index keeps row numbers and no text', () => {
  const insert = db.prepare('INSERT INTO grams (rowid, text) VALUES (?, ?)')
  insert.run(4, '单 雪 单雪')
  const found = db.prepare("SELECT rowid, text FROM grams WHERE grams MATCH '单雪'").all()
  expect(found).toEqual([{ rowid: 4, text: null }])
  db.exec('DELETE FROM grams WHERE rowid = 4')
  expect(db.prepare("SELECT count(*) FROM grams WHERE grams MATCH '单雪'").pluck().get()).toBe(0)
})

test('every table is strict, so that no value of another kind gets in', () => {
  const lax = db
    .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0`)
    .pluck()
    .all()
  expect(lax.filter(name => !String(name).startsWith('sqlite_'))).toEqual([])
})

const inFile: Readonly<Record<FieldType, string>> = { text: 'TEXT', integer: 'INTEGER', list: 'TEXT' }

function columnsOf(entity: Entity): Record<string, string> {
  const columns: Record<string, string> = { no: 'KEY', id: 'TEXT', pristine: 'INTEGER?' }
  for (const register of Object.values(entity.registers)) {
    for (const [field, type] of Object.entries(register)) {
      const always = type === 'list' || entity.required.includes(field)
      columns[field] = always ? inFile[type] : `${inFile[type]}?`
    }
  }
  if (entity.series) Object.assign(columns, { rank: 'TEXT', until: 'TEXT?' })
  if (entity.tree) columns['starts'] = 'TEXT'
  return columns
}

test.each([...registryEntities.values()])('the table of $name has the columns of its entity', entity => {
  const { derived } = entity
  const found = shapeInFile(entity.name)
  const workedOut = Object.keys(derived?.({}) ?? {})
  expect(Object.keys(found).sort()).toEqual([...Object.keys(columnsOf(entity)), ...workedOut].sort())
  expect(found).toMatchObject(columnsOf(entity))
})

test.each([...registryEntities.values()])(
  'what refers to something in $name is found by an index',
  entity => {
    const led = db
      .prepare<[string], { column: string }>(
        `SELECT c.name AS column FROM pragma_index_list(?) i, pragma_index_info(i.name) c WHERE c.seqno = 0`,
      )
      .all(entity.name)
      .map(row => row.column)
    const asked = [...Object.keys(entity.refs), ...(entity.series ? [entity.series.subject] : []), 'id']
    for (const field of asked) expect(led).toContain(field)
  },
)

test('every field of an entity lies in one register, and what is required or referred to is a field', () => {
  for (const entity of registryEntities.values()) {
    const fields = fieldsOf(entity)
    expect(new Set(fields).size, entity.name).toBe(fields.length)
    const { series, tree } = entity
    const named = [
      ...entity.required,
      ...Object.keys(entity.refs),
      ...(series ? [series.subject, ...series.value] : []),
    ]
    expect(fields, entity.name).toEqual(expect.arrayContaining([...named, ...(tree ? [tree.parent] : [])]))
    for (const target of Object.values(entity.refs)) expect(registryEntities.has(target)).toBe(true)
    for (const register of entity.structure ?? []) expect(Object.keys(entity.registers)).toContain(register)
  }
})
