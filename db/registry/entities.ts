import type { Fields } from '#db/journal/change.ts'
import { controlEntities } from '#db/journal/control-entities.ts'
import { type Entity, entitiesOf } from '#db/journal/entity.ts'
import { nameKey } from './name-key.ts'
import { grams, readingOfOrg, readingOfPerson } from './search-text.ts'

const text = (fields: Fields, field: string): string => {
  const value = fields[field]
  return typeof value === 'string' ? value : ''
}

/** 团组织 (domain.md 4.2). Where it hangs is a placement. */
export const org: Entity = {
  name: 'org',
  registers: {
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
  },
  required: ['name', 'kind', 'tier', 'branch_type'],
  refs: {},
  structure: ['code', 'kind', 'tier'],
  signed: true,
  readings: ['name', 'short_name'],
  derived: fields => {
    const short = text(fields, 'short_name')
    return {
      name_key: nameKey(text(fields, 'name')),
      short_key: short === '' ? null : nameKey(short),
      ...readingOfOrg(short === '' ? text(fields, 'name') : short),
    }
  },
  search: { slot: 1, grams: fields => grams(text(fields, 'name'), text(fields, 'short_name')) },
}

/** Where an organization hangs, from a day on. */
export const placement: Entity = {
  name: 'placement',
  registers: {
    place: { org: 'text', parent: 'text' },
    since: { since: 'text' },
    follows: { follows: 'list' },
  },
  required: ['org', 'since'],
  refs: { org: 'org', parent: 'org' },
  structure: ['place', 'since', 'follows'],
  signed: true,
  series: { subject: 'org', value: ['parent'] },
  tree: { parent: 'parent' },
}

/** 团员、团干部 (domain.md 4.3, 4.4). */
export const person: Entity = {
  name: 'person',
  registers: {
    name: { name: 'text' },
    identity: { id_type: 'text', id_number: 'text', birth: 'text', sex: 'text' },
    nation: { nation: 'text' },
    political: { political: 'text' },
    joined: { joined: 'text', joined_precision: 'text' },
    member_no: { member_no: 'text' },
    education: { education: 'text' },
    highest_education: { highest_education: 'text' },
    occupation: { occupation: 'text' },
    income: { income: 'text' },
    workplace: { workplace: 'text' },
    phone: { phone: 'text' },
    email: { email: 'text' },
    fees_paid_to: { fees_paid_to: 'text' },
  },
  required: ['name'],
  refs: {},
  readings: ['name'],
  derived: fields => readingOfPerson(text(fields, 'name')),
  search: { slot: 0, grams: fields => grams(text(fields, 'name')) },
}

/** Where a person belongs, from a day on; nowhere is leaving the League. `since_known` 0: read off other days, as of a roster told on `told_on`. */
export const membership: Entity = {
  name: 'membership',
  registers: {
    place: { person: 'text', org: 'text', reason: 'text' },
    since: { since: 'text', since_known: 'integer', told_on: 'text' },
    follows: { follows: 'list' },
  },
  required: ['person', 'since', 'since_known'],
  refs: { person: 'person', org: 'org' },
  series: { subject: 'person', value: ['org', 'reason'] },
}

/** 团籍状态 and 报到资料状态, from a day on. */
export const standing: Entity = {
  name: 'standing',
  registers: {
    state: { person: 'text', status: 'text', report: 'text' },
    since: { since: 'text' },
    follows: { follows: 'list' },
  },
  required: ['person', 'status', 'report', 'since'],
  refs: { person: 'person' },
  series: { subject: 'person', value: ['status', 'report'] },
}

/** 团内职务: from and to make sense only together. */
export const post: Entity = {
  name: 'post',
  registers: {
    place: { person: 'text', org: 'text' },
    title: { title: 'text' },
    nature: { nature: 'text' },
    tenure: { since: 'text', since_precision: 'text', until: 'text' },
  },
  required: ['person', 'org', 'title'],
  refs: { person: 'person', org: 'org' },
}

/** 届: from one election to the next. */
export const term: Entity = {
  name: 'term',
  registers: {
    place: { org: 'text' },
    election: { elected: 'text', elected_precision: 'text', years: 'integer' },
  },
  required: ['org', 'elected'],
  refs: { org: 'org' },
}

/** 三会两制一课 and other activities. */
export const meeting: Entity = {
  name: 'meeting',
  registers: {
    place: { org: 'text' },
    what: { type: 'text', held_on: 'text', topic: 'text', place: 'text' },
    attendance: { expected: 'integer', attended: 'integer' },
  },
  required: ['org', 'type', 'held_on'],
  refs: { org: 'org' },
}

/** Everything that this program keeps in tables. */
export const registryEntities = entitiesOf([
  ...controlEntities,
  org,
  placement,
  person,
  membership,
  standing,
  post,
  term,
  meeting,
])
