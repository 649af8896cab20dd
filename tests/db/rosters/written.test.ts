import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  branchTypes,
  memberStatuses,
  orgKinds,
  postNatures,
  reportStatuses,
  tiers,
} from '#contract/vocabulary.ts'
import { checkCharacter, readIdNumber } from '#db/records/types/gb-11643.ts'
import type { Dated } from '#db/records/types/office-date.ts'
import type { MemberRow } from '#db/rosters/kinds/members.ts'
import type { Row } from '#db/rosters/roster-kind.ts'
import { type RosterRows, rosterOf } from '#db/rosters/roster-kinds.ts'
import { formatOf, writeRoster } from '#db/rosters/writing/write-roster.ts'
import { dayOf, type IsoDay } from '#db/shared/day.ts'
import { tidyText } from '#db/shared/tidy-text.ts'
import { bytesOf, day, goodId, readAll } from './make-file.ts'

const today = day('2026-11-24')
const aDay = fc
  .tuple(
    fc.integer({ min: 1950, max: 2025 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([y, m, d]) => dayOf(y, m, d)!)
const dated: fc.Arbitrary<Dated> = fc.oneof(
  aDay.map(found => ({ day: found, precision: 'day' as const })),
  aDay.map(found => ({ day: `${found.slice(0, 7)}-01` as IsoDay, precision: 'month' as const })),
)
/** A dash, and quotation marks with nothing but dashes beside them, which mean the cell above. */
const saysNothing = /^(-+|—+|\/+|\\+|无|暂无|空|null|N\/A|[-—"'“” ]+)$/i
const pieces = fc.constantFrom(
  '团',
  '支部',
  '𠮷',
  'A',
  '7',
  '=',
  '+',
  '-',
  '@',
  '"',
  ',',
  '<',
  '&',
  ' ',
  '\uff08',
  '“',
  '_x0041_',
  "'",
)
const text = fc
  .array(pieces, { minLength: 1, maxLength: 8 })
  .map(parts => tidyText(parts.join('')))
  .filter(value => value !== '' && !saysNothing.test(value))
/** An organization is never named like a line for signatures. */
const orgName = text.map(value => tidyText(`共青团${value}`))
const code = fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{0,17}$/).filter(value => !/^\d(\.\d+)?E\d+$/.test(value))
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const term = (...words: string[]) =>
  maybe(
    fc.oneof(
      fc.constantFrom(...words),
      text.map(value => tidyText(`某${value}`)),
    ),
  )
const personName = fc.constantFrom('张伟', '阿卜杜拉·买买提', '𠮷田', 'John Smith', '欧阳夏丹')

const idNumber = fc.tuple(aDay, fc.integer({ min: 0, max: 999 })).map(([birth, serial]) => {
  const digits = `440399${birth.replaceAll('-', '')}${String(serial).padStart(3, '0')}`
  return digits + checkCharacter(digits)
})
/** Of three people below each other who have the same one it is none's. */
const mobile = fc
  .noBias(fc.integer({ min: 0, max: 99_999_999 }))
  .map(digits => `199${String(digits).padStart(8, '0')}`)
const sex = fc.constantFrom('male' as const, 'female' as const)
const identity = fc.oneof(
  fc.tuple(personName, idNumber).map(([name, id]) => {
    const reading = readIdNumber(id) as Extract<ReturnType<typeof readIdNumber>, { kind: 'valid' }>
    const birth = { day: reading.birth, precision: 'day' as const }
    return { name, idType: 'resident' as const, idNumber: id, birth, sex: reading.sex as MemberRow['sex'] }
  }),
  fc.record({
    name: personName,
    idType: fc.constant('foreign' as const),
    idNumber: code,
    birth: dated,
    sex: maybe(sex),
  }),
)

const person = {
  nation: term('汉族', '回族'),
  political: term('共青团员', '中共党员'),
  education: term('本科', '普通专科'),
  joined: maybe(dated),
  phone: maybe(fc.oneof(mobile, fc.constantFrom('+86-755-26814757', '0755-26814757'))),
  email: maybe(fc.constantFrom('a@b.cn', '-x@b.cn')),
  workplace: maybe(text),
}
const rows: { [K in keyof RosterRows]: fc.Arbitrary<RosterRows[K]> } & { meetings: fc.Arbitrary<Row> } = {
  orgs: fc.record({
    code: code,
    name: maybe(orgName),
    shortName: maybe(text),
    kind: fc.constantFrom(...orgKinds),
    tier: maybe(fc.constantFrom(...tiers)),
    parent: maybe(text),
    industry: term('党政机关', '其他'),
    branchType: maybe(fc.constantFrom(...branchTypes)),
    founded: maybe(dated),
    elected: maybe(dated),
    termYears: maybe(fc.integer({ min: 1, max: 10 })),
    phone: person.phone,
    creditCode: maybe(code),
    email: person.email,
  }),
  members: fc
    .tuple(
      identity,
      fc.record({
        ...person,
        memberNo: maybe(fc.constantFrom('201844000005')),
        branch: orgName,
        highestEducation: term('硕士'),
        occupation: term('学生'),
        income: term('2000-5000'),
        reportedOn: maybe(aDay),
        approvedOn: maybe(aDay),
        reportStatus: maybe(fc.constantFrom(...reportStatuses)),
        status: maybe(fc.constantFrom(...memberStatuses)),
        feesPaidTo: maybe(aDay.map(found => found.slice(0, 7))),
        more: fc.constant({}),
      }),
    )
    // Nobody joins before he is born.
    .map(([who, rest]) => ({
      ...who,
      ...rest,
      joined: rest.joined && rest.joined.day >= who.birth.day ? rest.joined : undefined,
    })),
  cadres: fc
    .tuple(
      identity,
      fc.record({
        ...person,
        org: orgName,
        title: fc.constantFrom('书记', '副书记', '组织委员', '大队辅导员'),
        nature: maybe(fc.constantFrom(...postNatures)),
        since: maybe(dated),
        until: maybe(dated),
        more: fc.record({
          operator: fc.constantFrom('yes', 'no'),
          own_title: fc.constantFrom('团支书', '书记'),
        }),
      }),
    )
    .map(([{ sex: _, ...who }, rest]) => ({ ...who, ...rest })),
  meetings: fc.record({
    org: orgName,
    type: fc.constantFrom('支部大会', '团课', '春游'),
    day: aDay,
    topic: maybe(text),
    expected: maybe(fc.nat({ max: 500 })),
    attended: maybe(fc.nat({ max: 500 })),
    place: maybe(text),
  }),
}

function keyOf(as: string, row: object): unknown {
  if (as === 'orgs' && 'code' in row) return row.code
  return as === 'members' && 'idNumber' in row ? row.idNumber : row
}

async function writtenAndRead(as: string, format: 'xlsx' | 'csv', given: readonly Row[]) {
  const bytes = await bytesOf(
    writeRoster({ kind: rosterOf(as), format, unit: '共青团龙华区委员会', day: today, rows: given }),
  )
  return readAll({ bytes, as, fileName: `x.${format}`, today })
}

test.each(['orgs', 'members', 'cadres', 'meetings'] as const)(
  '%s that are written read back as the same rows',
  async as => {
    for (const format of ['xlsx', 'csv'] as const) {
      const several = fc.uniqueArray(rows[as] as fc.Arbitrary<Row>, {
        maxLength: 6,
        selector: row => keyOf(as, row),
      })
      await fc.assert(
        fc.asyncProperty(several, async given => {
          const { roster, rows: read } = await writtenAndRead(as, format, given)
          expect(roster).toMatchObject({ day: today, unit: '共青团龙华区委员会', headerRow: 3 })
          expect(read.map(row => (row.refused ? row.problems : row.values))).toEqual(given)
        }),
        { numRuns: 60 },
      )
    }
  },
)

test('the headers are those of the rosters that offices use, in their order', () => {
  const headers = (as: string) => rosterOf(as).form.fields.map(field => field.header)
  expect(headers('orgs').slice(0, 13).join()).toBe(
    '组织ID,团组织全称,团组织简称,组织类型,所属层级,上级组织,单位所属行业类别,支部类别,成立日期,最近换届日期,届期(年),联系电话,统一社会信用代码',
  )
  expect(headers('members').slice(0, 17).join()).toBe(
    '姓名,证件类型,身份证号,出生日期,民族,政治面貌,入团年月,团员编号,所在团支部,全日制学历,职业,手机号码,申请报到时间,报到审核通过时间,报到资料状态,团籍状态,团费交至',
  )
  expect(headers('cadres').slice(0, 10).join()).toBe(
    '姓名,身份证号码,团干所属组织,团内现任职务,团干部性质,任现职年月,离任日期,手机号,民族,政治面貌',
  )
  expect(headers('meetings').slice(0, 6).join()).toBe('团组织,活动类型,日期,主题,应到人数,实到人数')
})

test('ID numbers are text cells, the header has a style and stays in sight', async () => {
  const { readXlsx } = await import('hucre')
  const member = fc.sample(rows.members, { numRuns: 1, seed: 1 })[0]!
  const bytes = await bytesOf(
    writeRoster({ kind: rosterOf('members'), format: 'xlsx', day: today, rows: [member] }),
  )
  const sheet = (await readXlsx(bytes, { readStyles: true })).sheets[0]!
  expect(sheet.rows[0]?.[0]).toBe('团员信息表')
  expect(sheet.rows[1]?.[0]).toBe('填报日期:2026-11-24')
  expect(sheet.freezePane?.rows).toBe(3)
  expect(sheet.cells?.get('2,2')?.style?.font?.bold).toBe(true)
  expect(sheet.cells?.get('3,2')).toMatchObject({ value: member.idNumber, style: { numFmt: '@' } })
})

test('an error in the source of rows comes out of the writer instead of stopping it', async () => {
  async function* broken(): AsyncGenerator<MemberRow> {
    yield { ...fc.sample(rows.members, { numRuns: 1, seed: 1 })[0]!, idNumber: goodId }
    throw new Error('disk is gone')
  }
  for (const format of ['xlsx', 'csv'] as const)
    await expect(bytesOf(writeRoster({ kind: rosterOf('members'), format, rows: broken() }))).rejects.toThrow(
      'disk is gone',
    )
})

test('a writer that is no longer listened to lets go of its source', async () => {
  let closed = false
  function* endless(): Generator<MemberRow> {
    const member = fc.sample(rows.members, { numRuns: 1, seed: 1 })[0]!
    try {
      for (;;) yield member
    } finally {
      closed = true
    }
  }
  let length = 0
  for await (const piece of writeRoster({ kind: rosterOf('members'), format: 'xlsx', rows: endless() })) {
    length += piece.length
    if (length > 100_000) break
  }
  await expect.poll(() => closed).toBe(true)
})

test('the ending of a file name tells the format', () => {
  expect(['a.xlsx', 'b.CSV', 'c.xls', 'd'].map(formatOf)).toEqual(['xlsx', 'csv', undefined, undefined])
})
