import { describe, expect, test } from 'vitest'
import { columnsOf, valuesIn } from '#db/records/columns.ts'
import { addForm, editForm, sharedForm } from '#db/records/forms.ts'
import { allKinds, lengthsOf, officeKinds, overlong } from '#db/records/kinds.ts'
import { person } from '#db/records/person.ts'
import { registryEntities } from '#db/registry/entities.ts'

/** What the journal has always known of each kind: registries and packets of every office rely on it. */
const registers = {
  merge: { mark: { of_entity: 'text', kept: 'text', lost: 'text', saw: 'list' } },
  certificate: {
    all: {
      replica: 'text',
      org: 'text',
      name: 'text',
      sign_key: 'text',
      recipient: 'text',
      issuer: 'text',
      signature: 'text',
    },
  },
  revocation: { all: { replica: 'text', accepted: 'list', standing: 'list' } },
  org: {
    code: { code: 'text' },
    names: { name: 'text', short_name: 'text' },
    kind: { kind: 'text' },
    tier: { tier: 'text' },
    branch_type: { branch_type: 'text' },
    industry: { industry: 'text' },
    life: { founded: 'text', founded_precision: 'text', closed: 'text' },
    phone: { phone: 'text' },
    email: { email: 'text' },
    credit_code: { credit_code: 'text' },
    org_code: { org_code: 'text' },
    wechat: { wechat: 'text' },
    weibo: { weibo: 'text' },
    quota: { admin_quota: 'integer', admin_staff: 'integer', unit_quota: 'integer', unit_staff: 'integer' },
    youths: { youths: 'integer' },
    members_approved: { members_approved: 'integer' },
  },
  placement: {
    place: { org: 'text', parent: 'text' },
    since: { since: 'text' },
    follows: { follows: 'list' },
  },
  person: {
    name: { name: 'text' },
    identity: { id_type: 'text', id_number: 'text', birth: 'text', sex: 'text' },
    nation: { nation: 'text' },
    political: { political: 'text' },
    joined: { joined: 'text', joined_precision: 'text' },
    joined_party: { joined_party: 'text', joined_party_precision: 'text' },
    member_no: { member_no: 'text' },
    education: { education: 'text' },
    highest_education: { highest_education: 'text' },
    occupation: { occupation: 'text' },
    income: { income: 'text' },
    workplace: { workplace: 'text' },
    phone: { phone: 'text' },
    email: { email: 'text' },
    verified: { verified: 'text' },
    household: { household: 'text' },
    joined_at: { joined_at: 'text' },
    volunteer_since: { volunteer_since: 'text', volunteer_since_precision: 'text' },
    qq: { qq: 'text' },
    wechat: { wechat: 'text' },
    weibo: { weibo: 'text' },
    award: { award: 'text' },
    deletion: { deletion: 'text' },
    wework: { wework: 'text' },
    fees_paid_to: { fees_paid_to: 'text' },
    files: { files: 'list' },
    former_ids: { former_ids: 'text' },
  },
  membership: {
    place: { person: 'text', org: 'text', reason: 'text' },
    since: { since: 'text', since_known: 'integer', told_on: 'text' },
    follows: { follows: 'list' },
    transfer: { transfer: 'text' },
  },
  standing: {
    state: { person: 'text', status: 'text', report: 'text' },
    since: { since: 'text' },
    follows: { follows: 'list' },
  },
  post: {
    place: { person: 'text', org: 'text' },
    title: { title: 'text' },
    nature: { nature: 'text' },
    own_title: { own_title: 'text' },
    operator: { operator: 'text' },
    enabled: { enabled: 'text' },
    party_body: { party_body: 'text' },
    tenure: { since: 'text', since_precision: 'text', until: 'text' },
  },
  term: {
    place: { org: 'text' },
    election: { elected: 'text', elected_precision: 'text', years: 'integer' },
    extension: { extended_until: 'text', approved_on: 'text', approval: 'text' },
  },
  meeting: {
    place: { org: 'text' },
    what: { type: 'text', held_on: 'text', topic: 'text', place: 'text' },
    attendance: { expected: 'integer', attended: 'integer', absent: 'text' },
    people: { host: 'text', recorder: 'text' },
    minutes: { minutes: 'text' },
    files: { files: 'list' },
  },
  apart: { all: { person: 'text', other: 'text', told_on: 'text' } },
  fee: {
    place: { person: 'text', year: 'integer' },
    due: { due: 'integer' },
    free: { free: 'text', free_from: 'text', free_to: 'text' },
    paid_01: { paid_01: 'integer' },
    paid_02: { paid_02: 'integer' },
    paid_03: { paid_03: 'integer' },
    paid_04: { paid_04: 'integer' },
    paid_05: { paid_05: 'integer' },
    paid_06: { paid_06: 'integer' },
    paid_07: { paid_07: 'integer' },
    paid_08: { paid_08: 'integer' },
    paid_09: { paid_09: 'integer' },
    paid_10: { paid_10: 'integer' },
    paid_11: { paid_11: 'integer' },
    paid_12: { paid_12: 'integer' },
  },
  appraisal: {
    place: { person: 'text', year: 'integer' },
    assessment: { result: 'text', assessed_on: 'text' },
    registration: { registered: 'text', registered_on: 'text' },
    note: { note: 'text' },
  },
  rating: {
    place: { org: 'text', year: 'integer' },
    review: { score: 'integer', star: 'text', veto: 'text', reviewed_on: 'text' },
    self: { self_score: 'integer', self_star: 'text', self_on: 'text' },
    note: { note: 'text' },
  },
  rule_pack: {
    all: {
      org: 'text',
      year: 'integer',
      version: 'integer',
      since: 'text',
      name: 'text',
      body: 'text',
    },
  },
  notice: { place: { org: 'text' }, what: { title: 'text', issued_on: 'text', body: 'text' } },
  transfer: {
    all: {
      person: 'text',
      home: 'text',
      target: 'text',
      way: 'text',
      place: 'text',
      reason: 'text',
      asked: 'text',
      deadline: 'text',
      fees: 'text',
      posts: 'text',
      note: 'text',
      stays: 'list',
    },
  },
  decision: {
    what: { org: 'text', act: 'text', effective: 'text', other: 'text', other_name: 'text' },
    paper: { decided: 'text', document: 'text' },
    named: { was_name: 'text', was_short_name: 'text' },
    was_code: { was_code: 'text' },
    sorted: { was_kind: 'text', was_tier: 'text' },
    was_closed: { was_closed: 'text' },
  },
  prospect: {
    place: { org: 'text' },
    what: { name: 'text', type: 'text', credit_code: 'text' },
    since: { since: 'text', since_precision: 'text' },
    people: { members: 'integer', youths: 'integer' },
    planned: { planned: 'text', planned_precision: 'text' },
    covered: { covered_by: 'text', covered_on: 'text' },
    note: { note: 'text' },
  },
  rectification: {
    place: { org: 'text', opened: 'text' },
    rules: { rules: 'list' },
    problems: { problems: 'list' },
    measures: { measures: 'list' },
    owner: { owner: 'text' },
    liaison: { liaison: 'text' },
    due: { due: 'text' },
  },
  ruling: {
    all: {
      org: 'text',
      outcome: 'text',
      decided: 'text',
      reason: 'text',
      signer: 'text',
      expires: 'text',
      rules: 'list',
      said: 'list',
      pack: 'text',
    },
  },
  frozen_year: {
    all: {
      org: 'text',
      year: 'integer',
      day: 'text',
      pack: 'text',
      hash: 'text',
      size: 'integer',
      parts: 'integer',
    },
  },
  frozen_part: { all: { org: 'text', of: 'text', n: 'integer', body: 'text' } },
  work_type: {
    place: { org: 'text' },
    what: { name: 'text', also: 'list', area: 'text' },
    own: { own: 'text' },
    until: { until: 'text' },
    note: { note: 'text' },
  },
  work: {
    place: { org: 'text' },
    what: { type: 'text', held_on: 'text', until: 'text', title: 'text' },
    venue: { venue: 'text' },
    counts: { sessions: 'integer', people: 'integer', hours: 'integer' },
    money: { money: 'integer' },
    partners: { partners: 'text' },
    own: { own: 'text' },
    files: { files: 'list' },
    note: { note: 'text' },
  },
  figure: {
    place: { org: 'text', key: 'text' },
    name: { name: 'text' },
    unit: { unit: 'text' },
    sentence: { sentence: 'text' },
    question: { question: 'text' },
  },
  reported: {
    place: { org: 'text', year: 'integer', key: 'text' },
    said: { value: 'integer', reported_on: 'text' },
    note: { note: 'text' },
  },
  task: {
    place: { org: 'text', year: 'integer', item: 'text' },
    what: { measure: 'text', counts: 'text', target: 'integer', due: 'text' },
    whom: { whom: 'list' },
    note: { note: 'text' },
  },
  task_request: {
    all: {
      ...{ org: 'text', issuer: 'text', year: 'integer', item: 'text' },
      ...{ target: 'integer', due: 'text', asked: 'text', reason: 'text' },
    },
  },
  closing: {
    place: { org: 'text', first_day: 'text', last_day: 'text' },
    closes_on: { closes_on: 'text' },
    note: { note: 'text' },
  },
  reopening: {
    place: { org: 'text', whom: 'text', first_day: 'text', last_day: 'text' },
    ends: { ends: 'text' },
    reason: { reason: 'text' },
  },
  venue: {
    place: { org: 'text', name: 'text' },
    what: { type: 'text', address: 'text', area: 'integer', seats: 'integer' },
    open: { opened: 'text', closed: 'text', times: 'text' },
    keeper: { keeper: 'text', phone: 'text' },
    note: { note: 'text' },
  },
  venue_log: {
    place: { org: 'text', venue: 'text', on_day: 'text', use: 'text' },
    counts: { people: 'integer', hours: 'integer', cost: 'integer' },
    what: { what: 'text' },
    files: { files: 'list' },
  },
  project: {
    place: { org: 'text', name: 'text' },
    what: { type: 'text', begun: 'text', ended: 'text' },
    who: { partner: 'text', lead: 'text' },
    money: { budget: 'integer', paid: 'integer' },
    aim: { aim: 'text' },
    files: { files: 'list' },
  },
  project_stage: {
    place: { org: 'text', project: 'text', stage: 'text' },
    handed: { handed_on: 'text', events: 'integer', people: 'integer', report: 'text' },
    review: { result: 'text', reviewed_on: 'text', score: 'integer', opinion: 'text' },
    files: { files: 'list' },
  },
  attendance: {
    place: { person: 'text', training: 'text', held_on: 'text' },
    came: { presence: 'text', hours: 'integer' },
    result: { result: 'text' },
    note: { note: 'text' },
  },
  contact: {
    place: { person: 'text', youth: 'text' },
    what: { unit: 'text', field: 'text', phone: 'text' },
    span: { since: 'text', ended: 'text' },
    note: { note: 'text' },
  },
  visit: {
    place: { person: 'text', on_day: 'text', way: 'text' },
    people: { people: 'integer' },
    what: { topic: 'text', asked: 'text', done: 'text' },
  },
  body: {
    place: { org: 'text', name: 'text' },
    what: { type: 'text', founded: 'text', ended: 'text' },
    term: { session: 'integer', elected: 'text', term_years: 'integer' },
    head: { head: 'text' },
    note: { note: 'text' },
  },
  body_member: {
    place: { org: 'text', body: 'text', name: 'text' },
    what: { role: 'text', sector: 'text', unit: 'text' },
    span: { since: 'text', until: 'text' },
  },
  congress: {
    place: { org: 'text', name: 'text', held_on: 'text' },
    delegates: { delegates: 'integer', present: 'integer', elected: 'text' },
    approved: { approved: 'text' },
    files: { files: 'list' },
    note: { note: 'text' },
  },
  blank_form: {
    place: { org: 'text' },
    name: { name: 'text' },
    asked_by: { asked_by: 'text' },
    use: { used_by: 'text', times: 'integer' },
    ended: { ended: 'text' },
    what: { files: 'list', marks: 'text' },
    note: { note: 'text' },
  },
  form_use: {
    place: { org: 'text', form: 'text', year: 'integer', filled_on: 'text' },
    how: { name: 'text', filled: 'integer', left_blank: 'integer', writer: 'text' },
  },
  step: {
    all: {
      subject: 'text',
      of: 'text',
      action: 'text',
      org: 'text',
      other: 'text',
      day: 'text',
      actor: 'text',
      note: 'text',
      about: 'text',
      files: 'list',
      saw: 'list',
      points: 'list',
      remarks: 'list',
    },
  },
}

describe('what the journal knows of a kind', () => {
  test('its registers, in the order of the tables', () => {
    const made = Object.fromEntries([...registryEntities].map(([name, entity]) => [name, entity.registers]))
    expect(made).toEqual(registers)
    for (const [name, entity] of registryEntities)
      expect(Object.keys(entity.registers)).toEqual(
        Object.keys(Object.entries(registers).find(([n]) => n === name)?.[1] ?? {}),
      )
  })

  test('what it names, what it cannot be without, who may write it, and how it follows', () => {
    const of = (name: string) => {
      const { required, refs, structure, signed, growOnly, series, tree } = registryEntities.get(name) ?? {}
      return { required, refs, structure, signed, growOnly, series, tree }
    }
    expect(of('placement')).toEqual({
      required: ['org', 'since'],
      refs: { org: 'org', parent: 'org' },
      structure: ['place', 'since', 'follows'],
      signed: true,
      growOnly: undefined,
      series: { subject: 'org', value: ['parent'] },
      tree: { parent: 'parent' },
    })
    expect(of('membership')).toMatchObject({
      required: ['person', 'since', 'since_known'],
      refs: { person: 'person', org: 'org' },
      series: { subject: 'person', value: ['org', 'reason'] },
    })
    expect(of('org')).toMatchObject({
      required: ['name', 'kind', 'tier', 'branch_type'],
      structure: ['code', 'kind', 'tier'],
      signed: true,
    })
    expect(of('merge')).toMatchObject({ required: ['of_entity', 'kept', 'lost', 'saw'], refs: {} })
    expect(of('revocation')).toMatchObject({ signed: true, growOnly: true })
  })
})

describe('how much a field may hold', () => {
  test('every text of every kind has a length, and the same one asked of a packet', () => {
    for (const kind of allKinds) {
      const lengths = lengthsOf(kind.name) ?? {}
      const columns = Object.values(registryEntities.get(kind.name)?.registers ?? {}).flatMap(one =>
        Object.keys(one),
      )
      expect(Object.keys(lengths).sort()).toEqual(columns.sort())
      for (const length of Object.values(lengths))
        if (length.stored !== 'integer') expect(length.most).toBeGreaterThan(0)
    }
    expect(lengthsOf('of a newer program')).toBeUndefined()
  })

  test('what is longer is named by its column', () => {
    expect(overlong('meeting', { type: '团课', topic: '团'.repeat(500) })).toBeUndefined()
    expect(overlong('meeting', { type: '团课', topic: '团'.repeat(501) })).toBe('topic')
    expect(overlong('standing', { follows: ['a'.repeat(201)] })).toBe('follows')
    expect(overlong('of a newer program', { text: '团'.repeat(100_000) })).toBeUndefined()
  })
})

test('every field has words in both languages, and every kind a form whose first fields it has', () => {
  for (const kind of officeKinds) {
    for (const [name, field] of Object.entries(kind.fields)) {
      expect([kind.name, name, field.words.zh.length > 0, field.words.en.length > 0]).toEqual([
        kind.name,
        name,
        true,
        true,
      ])
      if (field.input.as === 'select')
        for (const [, says] of field.input.options)
          expect([says.zh !== '', says.en !== '']).toEqual([true, true])
    }
    for (const name of kind.first) expect(kind.fields).toHaveProperty(name)
  }
})

test('what the program alone sets is in no form', () => {
  for (const { name, fields } of allKinds)
    for (const form of [addForm(name), editForm(name), sharedForm(name)])
      for (const field of Object.keys(form?.fields ?? {}))
        expect([name, field, fields[field]?.hidden ?? false]).toEqual([name, field, false])
})

test('values become columns and come back; a month stays a month', () => {
  const kept = columnsOf(person, { joined: '2018-03' as never, phone: null })
  expect(kept).toEqual({ joined: '2018-03-01', joined_precision: 'month', phone: null })
  expect(valuesIn(person, kept)).toMatchObject({ joined: '2018-03', phone: null, name: null })
  expect(valuesIn(person, { joined: '2018-01-01', joined_precision: 'year' })).toMatchObject({
    joined: '2018',
  })
})
