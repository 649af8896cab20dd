import { Document, Packer, Paragraph, TextRun } from 'docx'
import { describe, expect, test } from 'vitest'
import {
  type FrozenCase,
  type FrozenFinding,
  figuresOf,
  type YearContent,
} from '#db/lifeline/annual/content.ts'
import { formData, placesKnown, reviewForm } from '#db/lifeline/annual/review-form.ts'
import { weakOrgs } from '#db/lifeline/annual/weak-org.ts'
import { ledgerRow } from '#db/lifeline/annual/year-ledger.ts'
import { yearSummary } from '#db/lifeline/annual/year-summary.ts'
import { BlankForm } from '#db/papers/fill-template.ts'
import type { Paper } from '#db/papers/paper.ts'
import { writePapers } from '#db/papers/write-papers.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { canPrint, printed } from '#tests/fixtures/libreoffice.ts'

const org = (id: string, parent: string | null, kind: string, tier: string, more: object = {}) => ({
  ...{ id, code: `YB00${id}`, name: `共青团青山区${id}委员会`, kind, tier, parent, members: 9, cadres: 2 },
  ...{ exempt: false, flagged: false, suggested: false, decision: null, ...more },
})
const finding = (rule: string, severity: FrozenFinding['severity']): FrozenFinding => ({
  ...{ org: '支部一', rule, severity, since: '2018-03-01', measured: 2, threshold: 3, unit: 'members' },
  why: { zh: `团员2人，少于3人（${rule}）。`, en: 'Two members.' },
  clears: { zh: '发展团员，或者与邻近支部合并。', en: 'Take members in.' },
  worsens: null,
})
const opened: FrozenCase = {
  ...{ id: 'c-1', org: '支部二', opened: '2018-10-08', due: '2019-03-31', state: 'rectifying', on: null },
  ...{ rules: ['W02'], problems: ['没有书记'], measures: ['年内选举书记'], owner: '李书记', liaison: '王强' },
}

/** A district with one street, its community, and two weak branches: one proposed, one that is being put right. */
function content(): YearContent {
  const known = {
    orgs: [
      org('区', null, 'leading', 'district'),
      org('云岭街道', '区', 'work-committee', 'street'),
      org('东坪社区', '云岭街道', 'general-branch', 'community'),
      org('支部一', '东坪社区', 'branch', 'community', { flagged: true, suggested: true }),
      org('支部二', '东坪社区', 'branch', 'community'),
    ],
    findings: [finding('W01', 'red'), finding('W06', 'orange'), finding('W19', 'info')],
    cases: [opened],
    rulings: [],
  }
  return {
    ...{ format: 1, year: 2018, day: '2018-12-31', ...known, figures: figuresOf(known), unjudged: [] },
    office: { id: '区', code: 'YB00区', name: '共青团青山区委员会' },
    pack: { id: 'p-1', name: { zh: '命脉工程默认规则', en: 'Lifeline default rules' } },
  }
}
const hash = '0123456789abcdef'.repeat(4)
const year = content()
const forms = weakOrgs(year).map(one => reviewForm(one, year, hash))
const textOf = ({ body }: Paper) =>
  body
    .flatMap(block =>
      typeof block === 'string'
        ? [block]
        : 'rows' in block
          ? block.rows.flatMap(row => row.map(({ text }) => text))
          : [block.heading],
    )
    .join('\n')

describe('the documents of a frozen year', () => {
  test('a committee is said to have the members and cadres of all below it, on its form and in the ledger', () => {
    const known = content()
    const orgs = known.orgs.map(one => ({ ...one, members: one.kind === 'branch' ? 9 : 0, suggested: true }))
    const all = weakOrgs({
      ...known,
      orgs,
      findings: known.orgs.map(one => ({ ...finding('W06', 'red'), org: one.id })),
    })
    const said = all.map((one, at) => [
      one.org.id,
      formData(one, known, hash)['团员数'],
      ledgerRow(one, at)[5],
      formData(one, known, hash)['团干部数'],
    ])
    // two are in post in the committee itself, two in each of its branches
    expect(said).toContainEqual(['东坪社区', '18', '18', '6'])
    expect(said).toContainEqual(['支部一', '9', '9', '2'])
    const committee = all.find(one => one.org.id === '东坪社区')
    expect(committee && textOf(reviewForm(committee, known, hash))).toContain('团干部数\n6')
  })

  test('a review form says what was found of a weak organization, what is done about it, and leaves room to sign', () => {
    expect(weakOrgs(year).map(({ org: { id } }) => id)).toEqual(['支部一', '支部二'])
    const [proposed, treated] = forms.map(textOf)
    expect(proposed).toContain('W01 空心团支部\n红\n2018-03-01\n团员2人，少于3人（W01）。')
    expect(proposed).not.toContain('W19')
    expect(proposed).toContain('评审结论\n建议认定为软弱涣散')
    expect(proposed).toContain('整改措施\n发展团员，或者与邻近支部合并。发展团员')
    expect(proposed).toContain('截止日期\n2018年12月31日\n封存校验码\n0123456789abcdef')
    expect(treated).toContain('已认定为软弱涣散，整治台账整改中')
    expect(treated).toContain('其他问题\n没有书记')
    expect(treated).toContain('整改时限\n2019年3月31日\n整治状态\n整改中')
    expect(weakOrgs(year, '云岭街道')).toHaveLength(2)
    expect(weakOrgs(year, '支部二')).toHaveLength(1)
  })

  test('a report counts what was frozen, for the district and for a street', () => {
    const district = textOf(yearSummary(year, '区', hash))
    expect(district).toContain('共有团支部2个，团员45名，团干部10人次。')
    expect(district).toContain(
      '评审发现存在问题的团支部1个，占团支部总数的50%；建议认定为软弱涣散的团组织1个。',
    )
    expect(district).toContain('共发现问题2条')
    expect(district).toContain('建立整治台账1个，其中已销号或者撤并0个，正在整治1个。')
    expect(district).toContain('共青团青山区云岭街道委员会\n2\n36\n1\n1\n1')
    const community = textOf(yearSummary(year, '东坪社区', hash))
    expect(community).toContain('对共青团青山区东坪社区委员会2018年度')
    expect(community).not.toContain('各单位情况')
    expect(textOf(yearSummary(year, '支部一', hash))).toContain('没有团支部')
  })
})

const run = (text: string) => new Paragraph({ children: [new TextRun(text)] })
async function blank(...lines: readonly string[]): Promise<Uint8Array> {
  return new Uint8Array(
    await Packer.toArrayBuffer(new Document({ sections: [{ children: lines.map(run) }] })),
  )
}
/** A document in which this text is a content control instead of a run, as Word and WPS insert one. */
async function controlled(tag: string, placeholder: string): Promise<Uint8Array> {
  const { default: JSZip } = await import('jszip')
  const zip = await JSZip.loadAsync(await blank(placeholder, '其余照旧'))
  const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
  const control = `<w:sdt><w:sdtPr><w:alias w:val="名称"/><w:tag w:val="${tag}"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>$1</w:sdtContent></w:sdt>`
  zip.file('word/document.xml', xml.replace(/(<w:r>(?:(?!<\/w:r>).)*<\/w:r>)/, control))
  return new Uint8Array(await zip.generateAsync({ type: 'nodebuffer' }))
}
async function wordsOf(bytes: Uint8Array): Promise<string> {
  const { TemplateHandler } = await import('easy-template-x')
  return new TemplateHandler().getText(Buffer.from(bytes))
}

describe('a blank form of the office', () => {
  const [weak] = weakOrgs(year)
  const data = weak === undefined ? {} : formData(weak, year, hash)

  test('is filled at its tags, its repeated rows and its content controls; what is not known stays', async () => {
    const bytes = await blank(
      '单位：{团组织全称}（{ 年度 }）',
      '{#问题}{规则} {具体情况}；{/问题}',
      '{负责领导}',
    )
    const form = await BlankForm.open('空白表.docx', bytes, placesKnown)
    expect(form.places).toEqual(['团组织全称', '年度', '问题', '规则', '具体情况', '负责领导'])
    const filled = await wordsOf(await form.filled(data))
    expect(filled).toContain('单位：共青团青山区支部一委员会（2018）')
    expect(filled).toContain('W01 团员2人，少于3人（W01）。；W06 团员2人，少于3人（W06）。；')
    expect(filled).toContain('{负责领导}')

    const control = await BlankForm.open('控件.docx', await controlled('组织ID', '单击此处'), placesKnown)
    expect(control.places).toEqual(['组织ID'])
    const [once, twice] = [await control.filled(data), await control.filled({ ...data, 组织ID: '另一个' })]
    expect(await wordsOf(once)).toBe('YB00支部一其余照旧')
    expect(await wordsOf(twice)).toBe('另一个其余照旧')
  })

  test('that is no Word document, unpacks to gigabytes or has tags that do not fit together is refused', async () => {
    const codeOf = (name: string, bytes: Uint8Array) =>
      BlankForm.open(name, bytes, placesKnown).then(
        () => 'taken',
        error => (error instanceof Refusal ? error.code : String(error)),
      )
    expect(await codeOf('表.docx', new TextEncoder().encode('not a zip'))).toBe('form-not-word')
    expect(await codeOf('表.docx', new Uint8Array(21_000_000))).toBe('form-too-large')
    expect(await codeOf('表.docx', await blank('{#问题}{规则}'))).toBe('form-tags')
    const { default: JSZip } = await import('jszip')
    const zip = new JSZip()
    zip.file('word/document.xml', new Uint8Array(70_000_000))
    const bomb = await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' })
    expect(bomb.length).toBeLessThan(200_000)
    expect(await codeOf('表.docx', bomb)).toBe('form-too-large')
  })
})

/** A branch that never met and has nobody, with sentences as long as the rules make them. */
function heavy(rules: readonly string[] = ['W01', 'W08', 'W10', 'W11'], measure?: string): Paper {
  const [weak] = weakOrgs(year)
  if (weak === undefined) throw new Error('a weak branch')
  const long = [
    '最近4个季度中，2018年第1、2、3季度没有支部大会记录。',
    '每季度召开支部大会并录入；已召开而未录入的，补录2018年第1、2、3季度的记录。',
  ]
  const findings = rules.map(rule => ({
    ...finding(rule, 'red'),
    why: { zh: long[0] ?? '', en: '' },
    clears: { zh: measure ?? long[1] ?? '', en: '' },
  }))
  const names = { parent: '共青团深圳市龙华区教育局委员会', unitName: '共青团深圳市龙华区直属机关工作委员会' }
  return reviewForm({ ...weak, ...names, findings }, year, hash)
}

if (!canPrint) console.log('LibreOffice Writer or pdftotext is not installed: documents were not measured')

const linesOf = async (papers: readonly Paper[]) => printed(await writePapers(papers, '共青团青山区委员会'))

test.skipIf(!canPrint)(
  'on paper all of it stands in the type area, a form on one page, and a full line is 28 characters',
  async () => {
    const full = { ...yearSummary(year, '区', hash), body: ['团'.repeat(28 * 30)] }
    const lines = await linesOf([...forms, yearSummary(year, '区', hash), full, heavy()])
    for (const { left, right } of lines) {
      expect(left).toBeGreaterThan(28 - 1)
      expect(right).toBeLessThan(184 + 1)
    }
    const body = lines.filter(({ text }) => text === '团'.repeat(28))
    expect(body.length).toBeGreaterThan(15)
    for (const { left, right } of body) {
      expect(Math.abs(left - 28)).toBeLessThan(1)
      expect(Math.abs(right - 184)).toBeLessThan(1)
    }
    const pagesWith = (text: string) =>
      new Set(lines.filter(one => one.text.includes(text)).map(one => one.page))
    // a branch of which much was found has one page, too
    const last = lines.at(-1)?.page ?? 0
    expect([...pagesWith('软弱涣散基层团组织评审表')]).toEqual([1, 2, last])
    expect([...pagesWith('封存校验码')]).toEqual([1, 2, last])
    expect([...pagesWith('现将情况报告如下')]).toEqual([3])
  },
)

test.skipIf(!canPrint)(
  'on paper a branch of which six things were found has one page, and whoever signs room to write',
  async () => {
    const six = ['W04', 'W05', 'W08', 'W10', 'W11', 'W19']
    const lines = await linesOf([heavy(six, '每季度召开支部大会，并录入会议活动记录。'), ...forms])
    expect(Math.max(...lines.map(({ page }) => page))).toBe(1 + forms.length)
    const seals = lines.filter(({ text }) => text.includes('签章'))
    for (const page of [1, 2, 3]) {
      const tops = seals.filter(one => one.page === page).map(({ top }) => top)
      const apart = tops.slice(1).map((top, at) => top - (tops[at] ?? 0))
      expect(apart).toHaveLength(2)
      for (const height of apart) expect(height).toBeGreaterThan(page === 1 ? 12 : 29)
    }
  },
)

test.skipIf(!canPrint)(
  'on paper the seal below a form never stands alone, and a unit’s full name has one line in a report',
  async () => {
    const [weak] = weakOrgs(year)
    if (weak === undefined) throw new Error('a weak branch')
    const rules = ['W01', 'W04', 'W05', 'W06', 'W08', 'W10', 'W11', 'W19'] as const
    const findings = rules.map(rule => ({
      ...finding(rule, 'red'),
      why: { zh: '最近4个季度中，2018年第1、2、3季度没有支部大会记录。', en: '' },
    }))
    const measures = Array.from({ length: 12 }, (_, n) => '按季召开支部大会。'.repeat(n))
    const long = measures.map(said =>
      reviewForm(
        { ...weak, findings: findings.map(one => ({ ...one, clears: { zh: said, en: '' } })) },
        year,
        hash,
      ),
    )
    const named = '共青团龙华区观湖街道工作委员会'
    const known = content()
    const orgs = known.orgs.map(one => (one.id === '云岭街道' ? { ...one, name: named } : one))
    const lines = await linesOf([...long, yearSummary({ ...known, orgs }, '区', hash)])
    const seals = lines.filter(({ text }) => text.includes('封存校验码'))
    expect(seals).toHaveLength(long.length)
    // some go on to a second page, and take the last to sign along
    const pages = lines.filter(({ text }) => text.includes('评审表')).map(({ page }) => page)
    expect(seals.some(({ page }, at) => page > (pages[at] ?? 0))).toBe(true)
    for (const { page } of seals) {
      const beside = lines.filter(one => one.page === page).map(({ text }) => text)
      for (const opinion of ['支部意见', '街道或系统', '团区委意见'])
        expect(beside.some(text => text.includes(opinion))).toBe(true)
      // nobody signs a page that does not say whose form it is, who answers for it and until when
      for (const known of ['支部一', '责任人', '整改时限'])
        expect(beside.some(text => text.includes(known))).toBe(true)
    }
    expect(lines.some(({ text }) => text.startsWith(named))).toBe(true)
    // nor is a head broken
    expect(lines.some(({ text }) => text.includes('正在整治') && !text.includes('个'))).toBe(true)
  },
)

test.skipIf(!canPrint)(
  'on paper nobody signs a page on which nothing else stands, and a row longer than a page is printed to its end',
  async () => {
    const day = '2018-12-31' as IsoDay
    const letters = Array.from({ length: 9 }, (_, more): Paper => {
      const body = Array.from({ length: 13 + more }, (_, at) => `第${at + 1}段。`)
      return { title: '函', to: '某支部', body, signed: { office: '共青团青山区委员会', day } }
    })
    const measures = Array.from({ length: 90 }, (_, at) => `措施${at + 1}按季召开支部大会并由联系人到会指导`)
    const [, treated] = weakOrgs(year)
    if (treated?.case === undefined) throw new Error('one that is being put right')
    const long = reviewForm({ ...treated, case: { ...treated.case, measures } }, year, hash)
    const lines = await linesOf([...letters, long])
    const lastLetter = Math.max(...lines.filter(({ text }) => text === '函').map(({ page }) => page)) + 1
    const signed = lines.filter(({ text, page }) => text === '2018年12月31日' && page <= lastLetter)
    expect(signed).toHaveLength(letters.length)
    for (const { page } of signed)
      expect(lines.some(one => one.page === page && one.text.endsWith('段。'))).toBe(true)
    // One of them at least had to be carried over.
    expect(new Set(signed.map(({ page }) => page)).size).toBe(letters.length)
    expect(Math.max(...lines.map(({ page }) => page))).toBeGreaterThan(letters.length + 2)
    expect(lines.map(({ text }) => text).join('')).toContain('措施90')
  },
)
