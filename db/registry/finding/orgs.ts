import { nameKey } from '#db/shared/name-key.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { after, allOf, candidates, distinct, isDigits, matchOf, rowsByGrams, slotOf } from './by-grams.ts'
import { type Near, near, nearest, orgsInOrder, standsApart } from './nearness.ts'
import { isLongNumber, searchText } from './search-key.ts'
import { initialGrams } from './search-text.ts'

type OrgRow = {
  readonly id: string
  readonly code: string | null
  readonly name: string
  readonly short_name: string | null
  readonly kind: string
  readonly closed: string | null
  readonly initials: string
  readonly name_initials: string | null
}

const columns = 'id, code, name, short_name, kind, closed, initials, name_initials'

function orgsOf(db: Connection, numbers: readonly number[]): OrgRow[] {
  if (numbers.length === 0) return []
  return prepareOnce<[string], OrgRow>(
    db,
    `SELECT ${columns} FROM org WHERE no IN (SELECT value FROM json_each(?))`,
  ).all(JSON.stringify(numbers))
}

const namesOf = (row: OrgRow) => (row.short_name === null ? [row.name] : [row.name, row.short_name])

/** Whose names hold the text as it stands. */
export function orgsHolding(db: Connection, wanted: string, limit: number): Near<OrgRow>[] {
  const numbers = rowsByGrams(db, matchOf(wanted), slotOf.orgs, candidates(wanted, limit))
  return orgsInOrder(nearest(orgsOf(db, numbers), wanted, namesOf), false).slice(0, limit)
}

/** The same, or where no name holds it: whose names hold its characters in their order. */
export function orgsByGrams(db: Connection, wanted: string, limit: number): Near<OrgRow>[] {
  const found = orgsHolding(db, wanted, limit)
  return orgsInOrder(found.length > 0 ? found : orgsApart(db, wanted, limit), false).slice(0, limit)
}

/** Offices leave out what everybody knows: whose names hold these characters in their order, with others between them. */
function orgsApart(db: Connection, wanted: string, limit: number): Near<OrgRow>[] {
  const characters = [...new Set(wanted)]
  if (characters.length < 3) return []
  const numbers = rowsByGrams(db, allOf(characters), slotOf.orgs, candidates(wanted, limit))
  return orgsOf(db, numbers)
    .filter(row => namesOf(row).some(name => standsApart(searchText(name), wanted)))
    .map(row => ({ ...row, near: near.apart }))
}

/** Of many that begin so an organization comes before those below it. */
const beginsSo = `
  SELECT ${columns}, pinyin FROM org
  WHERE (code >= @upper AND code < @afterUpper) OR (code >= @text AND code < @afterText)
    OR (initials >= @wanted AND initials < @afterWanted) OR (pinyin >= @wanted AND pinyin < @afterWanted)
  LIMIT @limit`

/** By how a code, the pinyin or the initials begin, or by initials from the middle of a name on. `text`: as it was typed. */
export function orgsByLetters(db: Connection, wanted: string, text: string, limit: number): Near<OrgRow>[] {
  const upper = text.toUpperCase()
  const rows = prepareOnce<[Readonly<Record<string, string | number>>], OrgRow & { readonly pinyin: string }>(
    db,
    beginsSo,
  ).all({
    upper,
    afterUpper: after(upper),
    text,
    afterText: after(text),
    wanted,
    afterWanted: after(wanted),
    limit: limit * 4,
  })
  const beginning = rows.map(({ pinyin, ...row }) => ({
    ...row,
    near: [row.initials, pinyin, searchText(row.code ?? '')].includes(wanted) ? near.same : near.begins,
  }))
  // Digits read as themselves: what holds them in its initials holds them in its name.
  const inInitials = rows.length >= limit || isDigits(wanted) ? [] : orgsByInnerInitials(db, wanted, limit)
  const inNames = rows.length >= limit || isLongNumber(wanted) ? [] : orgsHolding(db, wanted, limit)
  return orgsInOrder(distinct<Near<OrgRow>>([...inInitials, ...inNames, ...beginning]), true).slice(0, limit)
}

/** By initials from the middle of a name on: 22xx finds 第22小学. */
function orgsByInnerInitials(db: Connection, wanted: string, limit: number): Near<OrgRow>[] {
  const pairs = initialGrams(wanted)
  if (pairs.length === 0) return []
  const rows = orgsOf(db, rowsByGrams(db, allOf(pairs), slotOf.orgs, limit * 3))
  return nearest(rows, wanted, row => [row.initials, row.name_initials ?? '']).slice(0, limit)
}

type Former = Pick<OrgRow, 'id' | 'code' | 'name' | 'closed'> & { readonly formerly: string | null }

const calledSoBefore = `
  SELECT org.id, org.code, org.name, org.closed, coalesce(d.was_name, d.was_code) AS formerly
  FROM decision d CROSS JOIN org ON org.id = d.org
  WHERE (d.was_code IN (@upper, @text) OR instr(d.name_key, @key) > 0 OR instr(d.short_key, @key) > 0
      OR instr(d.initials, @wanted) > 0 OR instr(' ' || d.pinyin, ' ' || @wanted) > 0)
    AND coalesce(d.was_name, d.was_code) IS NOT NULL
  LIMIT @limit`

/** By what an organization was called before a decision: few are, and their names are looked through. */
export function orgsByFormer(db: Connection, wanted: string, text: string, limit: number): Former[] {
  if (wanted === '') return []
  const asked = { upper: text.toUpperCase(), text, key: nameKey(text), wanted, limit }
  return distinct(
    prepareOnce<[Readonly<Record<string, string | number>>], Former>(db, calledSoBefore).all(asked),
  )
}
