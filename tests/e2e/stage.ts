import { type Page, expect as see } from '@playwright/test'
import type { OrgRow } from '#db/exchange/parse-org.ts'
import { generateDistrict } from '#db/sample/generate-district.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { en } from '#renderer/text/en.ts'
import { zhCN } from '#renderer/text/zh-CN.ts'
import { openPc, type Pc, resultOf } from '#tests/fixtures/engine.ts'
import { csvFile, inventedId } from '#tests/fixtures/small-district.ts'

const languages = { zh: zhCN, en }
export type Language = keyof typeof languages

/** The day on the wall of every page that is visited. */
export const today = '2026-11-24'

/** A page that is shown in a language, and what can be named in its registry. */
export type Stage = {
  readonly page: Page
  /** Without a path, and without the token that the first address carried. */
  readonly origin: string
  readonly language: Language
  readonly words: typeof zhCN
  readonly files: Readonly<Record<'problems' | 'request' | 'packet', Handed>>
  /** An organization of each kind of the sample. */
  readonly street: string
  readonly branch: string
  readonly setDay: (day: string) => void
}

/** A file as Playwright hands it over. */
export type Handed = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }

async function handed(file: File): Promise<Handed> {
  return {
    name: file.name,
    mimeType: file.type || 'application/octet-stream',
    buffer: Buffer.from(await file.arrayBuffer()),
  }
}

const district = generateDistrict({ asOf: today as IsoDay })
const orgs = [...district.orgs]

function orgOf(claim: (org: OrgRow) => boolean): OrgRow {
  const found = orgs.find(claim)
  if (found === undefined) throw new Error('the sample has such an organization')
  return found
}

const street = orgOf(org => org.tier === 'street')
const branch = orgOf(org => org.kind === 'branch' && org.tier === 'organ')
const community = orgOf(org => org.tier === 'community' && org.parent === street.name)

/** A roster of members with one row to take in and several that have something the matter. */
function problematic(): File {
  const home = branch.code ?? ''
  const line = (name: string, id: string, more: Readonly<Record<string, string>> = {}) => ({
    姓名: name,
    身份证号: id,
    所在团支部: home,
    手机号码: '13800001111',
    入团年月: '2019-05-04',
    团籍状态: '正常',
    备注: '',
    ...more,
  })
  return csvFile('团员名册.csv', [
    line('欧阳晓宁', inventedId('2002-03-14', 301)),
    line('赵一鸣', '44030920010230123X'),
    line('钱多多', inventedId('2003-05-20', 302), { 所在团支部: '没有这个团支部' }),
    line('', inventedId('2001-08-01', 303)),
    line('孙晓燕', inventedId('2000-01-09', 304), { 入团年月: '2031-02-30' }),
    line('李想', inventedId('2004-11-11', 305), { 手机号码: '138' }),
  ])
}

/**
 * Fills a PC with the sample district: a community's office has joined it and sends a packet, and a number was looked
 * at in full. Answers what the community hands over.
 */
export async function fillDistrict(pc: Pc): Promise<Pick<Stage['files'], 'request' | 'packet'>> {
  const by = '李晓'
  await resultOf(pc.ask.system.trySample({ by }))
  const [person] = (await pc.ask.browse.people({ limit: 1 })).rows
  await pc.ask.registry.disclose({ person: person?.id ?? '', field: 'id', reason: '核对名册', by })
  const below = await openPc('community', { day: today })
  try {
    const { file } = await below.ask.bundle.enrolRequest({ name: community.name ?? '' })
    const approval = await resultOf(pc.ask.bundle.enrolApprove({ file, org: community.code ?? '', by }))
    await resultOf(below.ask.bundle.enrolAccept({ file: approval.file, by: '周明' }))
    const own = (await below.ask.browse.top({})).id
    const branches = await below.ask.browse.children({ org: own })
    const members = ['周立春', '吴清明', '郑谷雨'].map((name, i) => ({
      姓名: name,
      身份证号: inventedId(`200${i + 1}-04-0${i + 1}`, 400 + i),
      所在团支部: branches[0]?.code ?? '',
      团籍状态: '正常',
    }))
    const roster = csvFile('团员名册.csv', members)
    await resultOf(below.ask.exchange.importFile({ file: roster, as: 'members', by: '周明' }))
    const packet = await resultOf(below.ask.bundle.exportPacket({ to: district.root.code ?? '', by: '周明' }))
    return { request: await handed(file), packet: await handed(packet.file) }
  } finally {
    await below.discard()
  }
}

/** What the stages of one registry have in common. */
export type Scenery = Omit<Stage, 'language' | 'words'>

/** A page over a new folder, opened at the address that lets it in. */
export async function scenery(
  page: Page,
  address: string,
  setDay: (day: string) => void,
  files: Pick<Stage['files'], 'request' | 'packet'>,
): Promise<Scenery> {
  await page.goto(address)
  await page.evaluate(() => localStorage.setItem('lifeline.by', JSON.stringify('李晓')))
  await page.reload()
  await see(page.getByRole('main')).toBeVisible()
  return {
    page,
    origin: new URL(address).origin,
    files: { problems: await handed(problematic()), ...files },
    street: street.code ?? '',
    branch: branch.code ?? '',
    setDay,
  }
}

/** The same in a language and a light, from the next visit on. */
export async function inLanguage(
  set: Scenery,
  language: Language,
  scheme: 'light' | 'dark' = 'light',
): Promise<Stage> {
  await set.page.evaluate(
    ([spoken, light]) => {
      localStorage.setItem('lifeline.language', JSON.stringify(spoken))
      localStorage.setItem('mantine-color-scheme-value', light)
    },
    [language, scheme] as const,
  )
  return { ...set, language, words: languages[language] }
}
