import { afterEach, describe, expect, test } from 'vitest'
import { expectSound, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { district, filledDistrict, inventedId } from '#tests/fixtures/small-district.ts'
import { tablesOf } from '#tests/fixtures/table-dump.ts'

const pcs: Pc[] = []

async function aDistrict(): Promise<Pc> {
  const pc = await filledDistrict.open('district')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  for (const pc of pcs) expect(pc.bugs).toEqual([])
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

type Set = Readonly<Record<string, string>>

function add(pc: Pc, kind: string, set: Set, more: { on?: string; dryRun?: boolean } = {}) {
  return pc.ask.records.add({ kind, set: { ...set }, by: '李书记', ...more })
}

/** What stands against an act: [field, code, repair] of each problem. */
async function problemsOf(work: Promise<unknown>) {
  const { code, details } = await refusalOf(work)
  expect(code).toBe('problems')
  const { problems } = details
  if (!Array.isArray(problems)) throw new Error('no problems')
  return problems.map(({ field, code: which, repair }) =>
    repair === null ? [field, which] : [field, which, repair],
  )
}

async function lastSentence(pc: Pc) {
  const [entry] = await pc.ask.registry.history({ limit: 1 })
  return entry?.sentence
}

const memberOf = async (pc: Pc, org: string, index = 0) => {
  const { rows } = await pc.ask.looking.people({ org, sort: 'name' })
  const row = rows[index]
  if (row === undefined) throw new Error(`nobody in ${org}`)
  return row
}

const young = inventedId('2000-05-04', 900)

describe('a member', () => {
  test('is added with his branch, told in history, carried by one change set that is taken back as one', async () => {
    const pc = await aDistrict()
    const before = tablesOf(pc.folder)
    const done = await add(pc, 'person', {
      org: '东坪社区第一',
      name: '张伟',
      id_number: young,
      phone: '138 0013 8000',
      joined: '2016.5',
      since: '2018-6-1',
    })
    expect(done.warnings).toEqual([])
    expect(done.sentences).toEqual([
      { zh: '登记团员 张伟（东坪社区第一）', en: 'Registered the member 张伟 of 东坪社区第一' },
    ])
    const person = await pc.ask.looking.person({ id: done.id })
    expect(person).toMatchObject({ name: '张伟', birth: '2000-05-04', joined: '2016-05', sex: 'female' })
    expect(person.homes).toMatchObject([
      { since: '2018-06-01', sinceKnown: true, org: { shortName: '东坪社区第一' } },
    ])
    expect(await lastSentence(pc)).toEqual(done.sentences[0])
    await resultOf(pc.ask.registry.undo({ changeSet: done.changeSet ?? 0 }))
    expect(tablesOf(pc.folder)).toEqual(before)
  })

  test('a dry run says the same and changes nothing', async () => {
    const pc = await aDistrict()
    const before = tablesOf(pc.folder)
    const done = await add(
      pc,
      'person',
      { org: '东坪社区第一', name: '张伟', id_number: young },
      { dryRun: true },
    )
    expect(done).toMatchObject({
      id: '',
      changeSet: null,
      sentences: [{ zh: '登记团员 张伟（东坪社区第一）' }],
    })
    expect(tablesOf(pc.folder)).toEqual(before)
  })

  test('every mistake is told at its field, all at once, and nothing is saved', async () => {
    const pc = await aDistrict()
    const someone = await memberOf(pc, '东坪社区第一')
    const before = tablesOf(pc.folder)
    const wrong =
      inventedId('2000-05-04', 901).slice(0, 17) + (inventedId('2000-05-04', 901).endsWith('1') ? '2' : '1')
    expect(
      await problemsOf(
        add(pc, 'person', {
          org: '没有的支部',
          name: '=1',
          id_number: wrong,
          birth: '2000-05-04',
          joined: '2018-02-30',
          workplace: '〃',
          email: 'a\ud83d',
          household: '东\ufffd',
          phon: '1',
        }),
      ),
    ).toEqual([
      ['phon', 'field-unknown'],
      ['name', 'name-not-a-name'],
      ['joined', 'date-impossible'],
      ['workplace', 'as-above'],
      ['email', 'text-damaged'],
      ['household', 'text-damaged'],
      ['org', 'org-unknown'],
      ['id_number', 'id-checksum', inventedId('2000-05-04', 901)],
    ])
    expect(await problemsOf(add(pc, 'person', { org: '东坪社区第一' }))).toEqual([
      ['name', 'missing'],
      ['id_number', 'missing'],
    ])
    const known = await pc.ask.records.show({ id: someone.id })
    expect(known.masked).toContain('id_number')
    const { more } = await pc.ask.looking.person({ id: someone.id })
    expect(more.map(({ field }) => field)).not.toContain('former_ids')
    expect(known.says['id_number']?.zh).toBe(known.fields['id_number'])
    expect(known.says['id_number']?.zh).toContain('*')
    const { text } = await refusalOf(pc.ask.records.list({ kind: 'person', where: { joined: '昨天' } }))
    expect(text.zh).toMatch(/^“入团年月”：看不出/)
    expect(text.en).toMatch(/^Joined: the year/)
    expect(tablesOf(pc.folder)).toEqual(before)
  })

  test('whoever is registered already is named with his branch', async () => {
    const pc = await aDistrict()
    await add(pc, 'person', { org: '东坪社区第一', name: '张伟', id_number: young })
    const refused = await refusalOf(
      add(pc, 'person', { org: '西坪社区第一', name: '张伟', id_number: young }),
    )
    expect(refused.text.zh).toContain('台账里已有这个身份证号：张伟，现在“东坪社区第一”')
    const alike = await add(pc, 'person', {
      org: '西坪社区第一',
      name: '张伟',
      id_number: inventedId('2000-05-04', 902),
    })
    expect(alike.warnings.map(({ zh }) => zh)).toEqual([
      expect.stringContaining('另有同名且同一天出生的张伟（440399**********'),
    ])
  })

  test('moves to another branch and leaves the League; his posts are told', async () => {
    const pc = await aDistrict()
    const secretary = (await pc.ask.looking.cadres({ org: '东坪社区第一' })).rows[0]
    const person = secretary?.person ?? ''
    expect(await problemsOf(add(pc, 'membership', { person, org: '东坪社区第一' }))).toEqual([
      ['org', 'already-there'],
    ])
    expect(
      await problemsOf(add(pc, 'membership', { person, org: '东坪社区第二' }, { on: '2017-01-01' })),
    ).toEqual([['since', 'before-last']])
    expect(
      await problemsOf(add(pc, 'membership', { person, org: '东坪社区第二' }, { on: '2099-01-01' })),
    ).toEqual([['since', 'date-far']])
    expect(await problemsOf(add(pc, 'membership', { person }))).toEqual([['org', 'missing']])
    const moved = await add(pc, 'membership', { person, org: '东坪社区第二' }, { on: '2018-07-01' })
    expect(moved.sentences[0]?.zh).toBe(
      `${secretary?.name}由“东坪社区第一”转到“东坪社区第二”，自 2018-07-01 起`,
    )
    expect(moved.warnings[0]?.zh).toBe(
      `${secretary?.name}仍任“东坪社区第一”书记。如不再任职，请登记离任日期。`,
    )
    const left = await add(pc, 'membership', { person, reason: 'resigned' }, { on: '2018-08-01' })
    expect(left.sentences[0]?.en).toBe(
      `${secretary?.name} of 东坪社区第二 left the League: resigned, from 2018-08-01 on`,
    )
    expect(await problemsOf(add(pc, 'membership', { person, org: '东坪社区第一' }))).toEqual([
      ['person', 'person-left'],
    ])
    expect(await problemsOf(pc.ask.records.edit({ id: person, set: { phone: '1' } }))).toContainEqual([
      'phone',
      'person-left',
    ])
    await expectSound(pc)
  })

  test('reports in, by steps; a state that ends the membership is leaving', async () => {
    const pc = await aDistrict()
    const { id, name } = await memberOf(pc, '东坪社区第一')
    const pending = await add(pc, 'standing', { person: id, report: '报到待审核' }, { on: '2018-09-01' })
    expect(pending.sentences[0]?.zh).toBe(`登记${name}的状态：团籍正常，报到资料报到待审核，自 2018-09-01 起`)
    expect(await problemsOf(add(pc, 'standing', { person: id, report: 'pending' }))).toEqual([
      ['report', 'nothing-changes'],
    ])
    expect(
      await problemsOf(add(pc, 'standing', { person: id, report: 'approved' }, { on: '2018-08-01' })),
    ).toEqual([['since', 'before-last']])
    expect(await problemsOf(add(pc, 'standing', { person: id, status: '胡写' }))).toEqual([
      ['status', 'value-unknown'],
    ])
    const refused = await refusalOf(add(pc, 'standing', { person: id, report: '修改资料被退回' }))
    expect(refused.details['problems']).toMatchObject([
      {
        field: 'report',
        code: 'step-not-allowed',
        message: {
          zh: `${name}的报到资料状态现为“报到待审核”，下一步只能是“审核通过”、“报到被退回”、“报到被撤回”。原来登记错了的，请先在操作记录里撤销那一步。`,
          en: `${name} stands at "pending" (reported in); what can follow is "approved", "returned", "withdrawn". If that was a mistake, undo it in the history first.`,
        },
      },
    ])
    await add(pc, 'standing', { person: id, report: '审核通过' }, { on: '2018-09-05' })
    await add(pc, 'standing', { person: id, status: '自愿退团待审核' }, { on: '2018-09-06' })
    expect(
      await problemsOf(add(pc, 'standing', { person: id, status: '开除团籍' }, { on: '2018-09-07' })),
    ).toEqual([['status', 'step-not-allowed']])
    await add(pc, 'standing', { person: id, status: '正常' }, { on: '2018-09-08' })
    await add(pc, 'standing', { person: id, status: '满28周岁离团' }, { on: '2018-10-01' })
    const { homes } = await pc.ask.looking.person({ id })
    expect(homes[0]).toMatchObject({ org: null, reason: 'aged-out', since: '2018-10-01' })
  })

  test('is corrected: old and new in history, a number of his only as changed, an emptied field as blank', async () => {
    const pc = await aDistrict()
    const { id, name } = await memberOf(pc, '东坪社区第一')
    const set = { workplace: '青山机械厂', phone: '13900139000', nation: '' }
    const done = await pc.ask.records.edit({ id, set })
    expect(done.sentences[0]).toEqual({
      zh: `修改团员 ${name}：民族由“汉族”改为“空”；学习工作单位由“空”改为“青山机械厂”；手机号码已改`,
      en: `Changed the member ${name}: ethnic group 汉族 → (blank); place of work or study (blank) → 青山机械厂; telephone changed`,
    })
    const { fields } = await pc.ask.records.show({ id })
    expect(fields).toMatchObject({ workplace: '青山机械厂', phone: '139******00', nation: null })
    expect(await problemsOf(pc.ask.records.edit({ id, set: { name: '' } }))).toEqual([['name', 'missing']])
    const same = await pc.ask.records.edit({ id, set: { workplace: '青山机械厂' } })
    expect(same).toMatchObject({ changeSet: null, warnings: [{ zh: '没有改动。' }] })
  })

  test('what somebody else changed meanwhile is told at its field and stays; other fields go in', async () => {
    const pc = await aDistrict()
    const { id } = await memberOf(pc, '东坪社区第一')
    const { seen } = await pc.ask.records.show({ id })
    await pc.ask.records.edit({ id, set: { workplace: '甲厂' }, by: '王干事', seen })
    const refused = await refusalOf(
      pc.ask.records.edit({ id, set: { workplace: '乙厂', email: 'a@b.cn' }, seen }),
    )
    expect(refused.details['problems']).toMatchObject([
      {
        field: 'workplace',
        code: 'changed-meanwhile',
        value: '乙厂',
        message: { zh: expect.stringContaining('王干事于 2018-12-31 把它改成了“甲厂”') },
      },
    ])
    await pc.ask.records.edit({ id, set: { email: 'a@b.cn' }, seen })
    expect((await pc.ask.records.show({ id })).fields).toMatchObject({ workplace: '甲厂', email: 'a@b.cn' })
  })

  test('entered by mistake is removed with all that hangs on him, with a reason', async () => {
    const pc = await aDistrict()
    const before = tablesOf(pc.folder)
    const { id } = await add(pc, 'person', { org: '东坪社区第一', name: '张伟', id_number: young })
    await add(pc, 'standing', { person: id, report: 'pending' })
    expect(await problemsOf(pc.ask.records.remove({ id, reason: ' ' }))).toEqual([['reason', 'missing']])
    const gone = await pc.ask.records.remove({ id, reason: '重复登记' })
    expect(gone.sentences.map(({ zh }) => zh)).toEqual([
      '删除团员 张伟：重复登记',
      '连同与它有关的 2 条记录。',
    ])
    expect(tablesOf(pc.folder)).toEqual(before)
    const refused = await refusalOf(pc.ask.records.edit({ id, set: { name: '张玮' }, seen: [] }))
    expect(refused.code).toBe('record-unknown')
    // Whoever still has his form open reads who is gone, and where he can be had back.
    expect(refused.text.zh).toMatch(/^团员“张伟”已于 2018-12-31 删除，.*先到回收站恢复。$/)
    expect(refused.text.zh).not.toContain(id)
    await expectSound(pc)
  })
})

describe('posts, elections and meetings', () => {
  test('what is kept of somebody is found for his page, also when he has left the League', async () => {
    const pc = await aDistrict()
    const { id } = await memberOf(pc, '东坪社区第一')
    await add(pc, 'fee', { person: id, year: '2018', paid_03: '2.00' })
    await add(pc, 'membership', { person: id, reason: '退团', since: '2018-12-01' })
    const ofHim = { kind: 'fee', where: { person: id } }
    expect((await pc.ask.records.list(ofHim)).rows).toMatchObject([{ fields: { year: 2018, paid_03: 200 } }])
    // In the list of a branch stands who belongs to it.
    expect((await pc.ask.records.list({ ...ofHim, org: '东坪社区第一' })).total).toBe(0)
  })

  test('a secretary is appointed and leaves office; a finding goes with it', async () => {
    const pc = await aDistrict()
    const held = (await pc.ask.looking.cadres({ org: '东坪社区第一' })).rows[0]
    const ended = await pc.ask.records.edit({ id: held?.id ?? '', set: { until: '2018-06-30' } })
    expect(ended.sentences[0]?.zh).toBe(
      `修改团内职务 ${held?.name} 书记（东坪社区第一）：离任日期由“空”改为“2018-06-30”`,
    )
    const without = await pc.ask.lifeline.scan({ org: '东坪社区第一' })
    expect(without.findings.map(({ rule }) => rule)).toContain('W02')
    const { id } = await memberOf(pc, '东坪社区第一', 1)
    const done = await add(pc, 'post', {
      person: id,
      org: '东坪社区第一',
      title: '团支部书记',
      nature: '兼职',
      since: '2018-07',
    })
    expect(done.warnings).toEqual([])
    const after = await pc.ask.lifeline.scan({ org: '东坪社区第一' })
    expect(after.findings.map(({ rule }) => rule)).not.toContain('W02')
    expect(await problemsOf(add(pc, 'post', { person: id, org: '东坪社区第一', title: '书记' }))).toEqual([
      ['title', 'post-twice'],
    ])
    // The office changes hands in one act, which one undo takes back; who was there before is asked about first.
    const next = { person: held?.person ?? '', org: '东坪社区第一', title: '书记', since: '2018-10-01' }
    expect(await problemsOf(add(pc, 'post', next))).toEqual([['former', 'secretary-held', 'ended']])
    const changed = await add(pc, 'post', { ...next, former: '同时离任' })
    expect(changed.sentences[1]?.zh).toMatch(/不再任“东坪社区第一”书记，自 2018-10-01 起$/)
    const untilOf = async () => (await pc.ask.records.show({ id: done.id })).fields['until']
    expect(await untilOf()).toBe('2018-10-01')
    await resultOf(pc.ask.registry.undo({ changeSet: changed.changeSet ?? 0 }))
    expect(await untilOf()).toBeNull()
    const second = await add(pc, 'post', { ...next, former: 'stays' })
    expect([second.sentences.length, second.warnings, await untilOf()]).toEqual([1, [], null])
    expect(
      await problemsOf(
        add(pc, 'post', {
          person: id,
          org: '东坪社区第一',
          title: '委员',
          since: '2018-07',
          until: '2018-06-01',
        }),
      ),
    ).toEqual([['until', 'date-order']])
    expect(
      await problemsOf(
        add(pc, 'post', { person: id, org: '东坪社区第一', title: '委员', since: '1950-01-01' }),
      ),
    ).toEqual([['since', 'date-order']])
    expect(await problemsOf(pc.ask.records.edit({ id: done.id, set: { org: '东坪社区第二' } }))).toEqual([
      ['org', 'field-fixed'],
    ])
    expect(
      await pc.ask.records.edit({ id: done.id, set: { org: '东坪社区第一', nature: '专职' } }),
    ).toMatchObject({ changeSet: expect.any(Number) })
    await expectSound(pc)
  })

  test('an election is registered once, and not before it was', async () => {
    const pc = await aDistrict()
    const done = await add(pc, 'term', { org: '东坪社区第一', elected: '2018.11.5', years: '3年' })
    expect(done.sentences[0]?.en).toBe('Registered the election 2018-11-05 of 东坪社区第一')
    expect(await problemsOf(add(pc, 'term', { org: '东坪社区第一', elected: '2018-11-05' }))).toEqual([
      ['elected', 'term-twice'],
    ])
    expect(
      await problemsOf(add(pc, 'term', { org: '东坪社区第一', elected: '2019-01-01', years: '11' })),
    ).toEqual([
      ['elected', 'date-future'],
      ['years', 'value-unknown'],
    ])
    expect(await problemsOf(add(pc, 'term', { org: '东坪社区第一' }))).toEqual([['elected', 'missing']])
    const { rows } = await pc.ask.records.list({ kind: 'term', org: '东坪社区第一', newest: true })
    expect(rows[0]?.fields).toMatchObject({ elected: '2018-11-05', years: 3 })
    // An extension says what it lacks: it reaches past no cap, and somebody has to approve it.
    const extended = async (extended_until: string, more = {}) =>
      (
        await pc.ask.records.edit({ id: done.id, set: { extended_until, ...more }, dryRun: true })
      ).warnings.map(({ zh }) => zh.slice(0, 14))
    expect(await extended('2022-05-05', { approval: '团批1号' })).toEqual([])
    expect(await extended('2022-05-06')).toEqual(['延期至 2022-05-06', '延期要报同级党组织和上级团组'])
    expect(
      (
        await add(pc, 'term', {
          org: '西坪社区',
          elected: '2015-02-01',
          years: '3',
          extended_until: '2019-02-02',
        })
      ).warnings,
    ).toHaveLength(2)
  })

  test('a meeting is registered, corrected and removed', async () => {
    const pc = await aDistrict()
    const set = {
      org: '东坪社区第一',
      type: '上团课',
      held_on: '二〇一八年五月三日',
      topic: '五四',
      expected: '4',
      attended: '5',
    }
    const done = await add(pc, 'meeting', set)
    expect(done.warnings[0]?.en).toBe('Present: more came than were expected, 4. Check it.')
    expect(await problemsOf(add(pc, 'meeting', set))).toEqual([['held_on', 'meeting-twice']])
    const shown = await pc.ask.records.show({ id: done.id })
    expect(shown).toMatchObject({
      kind: 'meeting',
      title: '2018-05-03 团课',
      fields: { org: expect.stringMatching(/^\d+$/), type: '团课', expected: 4 },
    })
    await pc.ask.records.edit({ id: done.id, set: { attended: '3' } })
    const list = await pc.ask.records.list({ kind: 'meeting', org: '东坪社区第一', where: { type: '团课' } })
    expect(list).toMatchObject({ total: 1, rows: [{ id: done.id, fields: { attended: 3 } }] })
    expect(await pc.ask.records.list({ kind: 'meeting', where: { held_on: '2018-05' } })).toMatchObject({
      total: 1,
    })
    expect((await refusalOf(pc.ask.records.list({ kind: 'meeting', where: { day: '1' } }))).code).toBe(
      'field-unknown',
    )
    expect((await refusalOf(pc.ask.records.list({ kind: 'gathering' }))).code).toBe('kind-unknown')
    await pc.ask.records.remove({ id: done.id, reason: '记错支部' })
    expect(
      await pc.ask.records.list({ kind: 'meeting', org: '东坪社区第一', where: { type: '团课' } }),
    ).toMatchObject({ total: 0 })
    expect(await lastSentence(pc)).toMatchObject({
      zh: '删除会议活动 2018-05-03 团课（东坪社区第一）：记错支部',
    })
  })

  test('a text that no packet could carry is told at its field', async () => {
    const pc = await aDistrict()
    const set = { org: '东坪社区第一', type: '团课', held_on: '2018-05-03', topic: '团'.repeat(501) }
    expect(await problemsOf(add(pc, 'meeting', set))).toEqual([['topic', 'too-long']])
  })
})

describe('organizations', () => {
  const name = '共青团青山区云岭街道东坪社区第三支部委员会'

  test('one is founded; its kind and tier are told by its name and by what it stands under', async () => {
    const pc = await aDistrict()
    const done = await add(pc, 'org', {
      parent: '东坪社区',
      name,
      short_name: '东坪社区第三',
      founded: '2018-05-04',
    })
    expect(done.sentences[0]?.zh).toBe('登记团组织 东坪社区第三（东坪社区）')
    expect(await pc.ask.registry.orgShow({ org: '东坪社区第三' })).toMatchObject({
      kind: 'branch',
      tier: 'community',
      founded: '2018-05-04',
      parent: { name: '云岭街道东坪社区团总支' },
    })
    expect(await problemsOf(add(pc, 'org', { parent: '东坪社区第三', name: '某团支部' }))).toEqual([
      ['parent', 'parent-unfit'],
    ])
    expect(await problemsOf(add(pc, 'org', { parent: '东坪社区', name, code: district.code }))).toEqual([
      ['code', 'code-known'],
      ['name', 'name-known'],
    ])
    expect(await problemsOf(add(pc, 'org', { parent: '东坪社区', name: '某某' }))).toContainEqual([
      'kind',
      'kind-missing',
    ])
  })

  test('one moves with all below it, but never into a circle, nor where its kind may not stand', async () => {
    const pc = await aDistrict()
    expect(await problemsOf(add(pc, 'placement', { org: '云岭街道', parent: '东坪社区' }))).toEqual([
      ['parent', 'parent-circle'],
    ])
    expect(await problemsOf(add(pc, 'placement', { org: '东坪社区', parent: '云岭街道' }))).toEqual([
      ['parent', 'already-there'],
    ])
    expect(await problemsOf(add(pc, 'placement', { org: '东坪社区', parent: '西坪社区第一' }))).toEqual([
      ['parent', 'parent-unfit'],
    ])
    expect(await problemsOf(add(pc, 'placement', { org: '青山区', parent: '云岭街道' }))).toEqual([
      ['org', 'for-the-office-above'],
    ])
    const done = await pc.ask.records.add({
      kind: 'placement',
      set: { org: '东坪社区', parent: '溪口街道' },
      on: '2018-06-01',
      decided: '2018-05-20',
      document: '团发〔2018〕3号',
    })
    expect(done.sentences.map(({ zh }) => zh)).toEqual([
      '“东坪社区”由“云岭街道”改设在“溪口街道”之下，自 2018-06-01 起（2018-05-20 决定，团发〔2018〕3号）',
      '其下 2 个组织一并转过去。',
    ])
    expect((await pc.ask.registry.orgShow({ org: '东坪社区' })).parent?.name).toContain('溪口街道')
    expect((await pc.ask.registry.orgShow({ org: '东坪社区', asOf: '2018-05-31' })).parent?.name).toContain(
      '云岭街道',
    )
    await expectSound(pc)
  })

  test('one is renamed; a wrong kind is refused for what stands above and below', async () => {
    const pc = await aDistrict()
    const { id } = await pc.ask.registry.orgShow({ org: '东坪社区' })
    const done = await pc.ask.records.edit({
      id,
      set: { name: '云岭街道东坪新村社区团总支', short_name: '东坪新村' },
    })
    expect(done.sentences[0]?.en).toBe(
      'Changed the organization 东坪社区: full name 云岭街道东坪社区团总支 → 云岭街道东坪新村社区团总支; short name 东坪社区 → 东坪新村',
    )
    expect(await problemsOf(pc.ask.records.edit({ id, set: { kind: '团支部' } }))).toEqual([
      ['kind', 'children-unfit'],
    ])
    expect(await problemsOf(pc.ask.records.edit({ id, set: { closed: '2018-01-01' } }))).toEqual([
      ['closed', 'act-of-its-own'],
    ])
    expect((await pc.ask.registry.find({ text: '东坪新村' })).orgs.map(org => org.id)).toContain(id)
  })

  test('one closes once nothing is left in it; its members go along in the same change set, and it can be reopened', async () => {
    const pc = await aDistrict()
    expect(await problemsOf(pc.ask.records.close({ org: '东坪社区' }))).toEqual([['org', 'org-has-units']])
    expect(await problemsOf(pc.ask.records.close({ org: '东坪社区第一' }))).toEqual([
      ['membersTo', 'org-has-members'],
    ])
    const before = (await pc.ask.looking.people({ org: '东坪社区第一' })).total
    const there = (await pc.ask.looking.people({ org: '东坪社区第二' })).total
    const closing = { org: '东坪社区第一', membersTo: '东坪社区第二', on: '2018-12-01' }
    expect((await pc.ask.records.close({ ...closing, dryRun: true })).warnings[0]?.zh).toContain(
      '还有 1 人在这里任职',
    )
    const done = await pc.ask.records.close({ ...closing, endPosts: true })
    expect(done.sentences.map(({ zh }) => zh)).toEqual([
      `撤销“东坪社区第一”，自 2018-12-01 起；${before} 名团员转到“东坪社区第二”`,
      '1 项职务同日离任。',
      '该组织的任期到此为止。',
    ])
    expect((await pc.ask.looking.people({ org: '东坪社区第二' })).total).toBe(before + there)
    expect(
      await problemsOf(add(pc, 'person', { org: '东坪社区第一', name: '张伟', id_number: young })),
    ).toEqual([['org', 'org-closed']])
    expect(
      await problemsOf(add(pc, 'meeting', { org: '东坪社区第一', type: '团课', held_on: '2018-12-01' })),
    ).toEqual([['org', 'org-closed']])
    await pc.ask.records.reopen({ org: '东坪社区第一' })
    expect(await problemsOf(pc.ask.records.reopen({ org: '东坪社区第一' }))).toEqual([['org', 'org-open']])
    expect(await lastSentence(pc)).toEqual({
      zh: '恢复“东坪社区第一”，自 2018-12-31 起',
      en: 'Reopened 东坪社区第一 from 2018-12-31 on',
    })
    await expectSound(pc)
  })

  test('one in which something is registered is closed, not removed', async () => {
    const pc = await aDistrict()
    const { id } = await pc.ask.registry.orgShow({ org: '东坪社区第一' })
    expect(await problemsOf(pc.ask.records.remove({ id, reason: '多余' }))).toEqual([
      ['reason', 'org-in-use'],
    ])
    const before = tablesOf(pc.folder)
    const made = await add(pc, 'org', { parent: '东坪社区', name })
    await pc.ask.records.remove({ id: made.id, reason: '重复' })
    expect(tablesOf(pc.folder)).toEqual(before)
  })
})

test('every kind can be listed and each of its records shown, and a stay is removed from the end only', async () => {
  const pc = await aDistrict()
  for (const { kind, fields } of await pc.ask.records.kinds({})) {
    const { total, rows } = await pc.ask.records.list({ kind, limit: 3 })
    const isKept = ['org', 'placement', 'person', 'membership', 'post', 'term', 'meeting'].includes(kind)
    if (isKept) expect([kind, total > 0]).toEqual([kind, true])
    for (const row of rows) {
      const shown = await pc.ask.records.show({ id: row.id })
      expect(Object.keys(shown.fields)).toEqual(fields.map(({ field }) => field))
      expect(shown.seen.length).toBeGreaterThan(0)
    }
  }
  const { id } = await memberOf(pc, '东坪社区第一')
  const moved = await add(pc, 'membership', { person: id, org: '东坪社区第二' })
  const { rows } = await pc.ask.records.list({
    kind: 'membership',
    where: { person: id },
    asOf: '2018-06-01',
  })
  expect(await problemsOf(pc.ask.records.remove({ id: rows[0]?.id ?? '', reason: '错' }))).toEqual([
    ['reason', 'not-the-last'],
  ])
  await pc.ask.records.remove({ id: moved.id, reason: '错' })
  expect((await pc.ask.looking.person({ id })).homes).toHaveLength(1)
  expect(await problemsOf(pc.ask.records.remove({ id: rows[0]?.id ?? '', reason: '错' }))).toEqual([
    ['reason', 'the-only-one'],
  ])
})
