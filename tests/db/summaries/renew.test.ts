import { expect, test } from 'vitest'
import { FormFile } from '#db/forms/form-file.ts'
import { writePapers } from '#db/papers/write-papers.ts'
import { districtFigures } from '#db/records/ledger/district-figures.ts'
import { documentPart, readSummary, withFields } from '#db/summaries/fields.ts'
import { renewSummary } from '#db/summaries/renew.ts'
import { passages, summaryKeys, summaryPaper, written } from '#db/summaries/template.ts'
import { partsIn } from '#tests/fixtures/blank-forms.ts'

const ids = passages.map(({ id }) => id)
const usual = { members: 8368, branches: 883, cadres: 1540, lectures: 100, parksPlanned2019: 9 }

/** The summary of a year with these figures; what is not named is 0. */
async function made(values: Readonly<Record<string, number>> = {}) {
  const known = new Map(Object.entries({ ...usual, ...values }))
  const figures = summaryKeys.map(key => ({ key, name: key, unit: '个', now: known.get(key) ?? 0, last: 1 }))
  const paper = summaryPaper(2018, written(known), figures)
  return withFields(await writePapers([paper], '团区委'), new Map([['members', '团员']]))
}

/** What a person does in Word: one text in place of another, wherever it stands. */
async function worked(bytes: Uint8Array, ...changes: readonly (readonly [from: string, to: string])[]) {
  const file = await FormFile.open('总结.docx', bytes)
  let xml = file.text(documentPart) ?? ''
  for (const [from, to] of changes) {
    expect(xml).toContain(from)
    xml = xml.replace(from, to)
  }
  file.write(documentPart, xml)
  return file.bytes()
}

async function renewed(
  his: Uint8Array,
  values: Readonly<Record<string, number>>,
  ...take: readonly string[]
) {
  return renewSummary(await FormFile.open('总结.docx', his), await made(values), new Set(take))
}

async function textOf(bytes: Uint8Array): Promise<string> {
  const { passages: found } = readSummary(await FormFile.open('总结.docx', bytes), ids)
  return found.map(({ text }) => text).join('\n')
}

const ofPassages = (changes: readonly { readonly id: string }[]) =>
  changes.filter(({ id }) => !id.startsWith('figure:'))

test('every figure of the report stands in the summary, as a field that is found by its key', async () => {
  expect([...summaryKeys].sort()).toEqual(districtFigures.map(({ key }) => key).sort())
  const { fields } = readSummary(await FormFile.open('总结.docx', await made()), ids)
  expect(fields.filter(({ key }) => key === 'members').map(({ said }) => said)).toEqual(['8368', '8368'])
  expect(fields.find(({ key }) => key === 'members@difference')?.said).toBe('+8367')
  const text = await textOf(await made())
  expect(text).toContain('完成883个团支部、1540名团干、8368名团员的录入及报到。')
  // of what there was nothing, nothing is said
  expect(text).not.toContain('玉树')
})

test('what he wrote stays, figures in it are renewed, and passages that he left alone are written as they are now', async () => {
  const his = await worked(
    await made(),
    ['名团员的录入及报到。', '名团员的录入及报到，质量明显提高。'],
    ['（请填写存在的不足。）', '一是重活动，轻建设。'],
    ['<w:sectPr', `<w:p><w:r><w:t>此件发至各街道。</w:t></w:r></w:p><w:sectPr`],
  )
  const { bytes, changes, kept } = await renewed(his, { members: 8500, hostelGuests: 145 })
  const text = await textOf(bytes)
  expect(text).toContain('1540名团干、8500名团员的录入及报到，质量明显提高。')
  expect(text).toContain('一是重活动，轻建设。')
  expect(kept).toBe(2)
  expect((await partsIn(bytes)).get(documentPart)).toContain('此件发至各街道。')
  expect(changes.filter(({ id }) => id !== 'figure:hostelGuests')).toEqual([
    { id: 'figure:members', what: 'figure', isConflict: false, taken: true, his: '8368', now: '8500' },
    // a passage that could not be there before: whether he took it out nobody knows, so he is asked
    {
      id: 'services-1',
      what: 'missing',
      isConflict: true,
      taken: false,
      his: '',
      now: expect.stringContaining('145'),
    },
  ])
  const again = await renewed(bytes, { members: 8500, hostelGuests: 145 }, 'services-1')
  expect(await textOf(again.bytes)).toContain('为145名来深青年提供免费短期住宿')
  // all other parts are his, byte by byte
  const [before, after] = [await partsIn(his), await partsIn(bytes)]
  expect([...before].filter(([name, part]) => after.get(name) !== part).map(([name]) => name)).toEqual([
    documentPart,
  ])
  // made anew of the same figures nothing happens
  expect((await renewed(again.bytes, { members: 8500, hostelGuests: 145 })).changes).toEqual([])
})

test('where both changed he is asked: his stays until he takes the new one, and he is not asked twice', async () => {
  const his = await worked(await made(), ['场，引导青年坚定不移听党话、跟党走。', '场，反响热烈。'])
  const more = { cultureMonthEvents: 70, cultureMonthParticipants: 10_000 }
  const kept = await renewed(his, more)
  expect(ofPassages(kept.changes)).toMatchObject([
    { id: 'guidance-1', what: 'both', isConflict: true, taken: false },
  ])
  expect(await textOf(kept.bytes)).toContain('100场，反响热烈。')
  expect(await textOf(kept.bytes)).not.toContain('文化月')
  expect((await renewed(kept.bytes, more)).changes).toEqual([])
  const taken = await renewed(his, more, 'guidance-1')
  expect(await textOf(taken.bytes)).toContain('听党话、跟党走。开展青年文化月活动70场')
  // what he never touched changes without a question
  const untouched = await renewed(await made(), more)
  expect(ofPassages(untouched.changes)).toMatchObject([
    { id: 'guidance-1', what: 'text', isConflict: false, taken: true },
  ])
  expect(await textOf(untouched.bytes)).toContain('开展青年文化月活动70场')
})

test('a figure that he wrote over stays as long as it has not changed, and then he is asked', async () => {
  const his = await worked(await made(), ['>8368</w:t>', '>8300余</w:t>'])
  const same = await renewed(his, { cadres: 1600 })
  expect(same.changes.map(({ id }) => id)).toEqual(['figure:cadres'])
  expect(await textOf(same.bytes)).toContain('1600名团干、8300余名团员')
  const other = await renewed(await worked(await made(), ['>8368</w:t>', '>8400</w:t>']), {})
  expect(other.changes).toMatchObject([{ id: 'figure:members', his: '8400', now: '8368', taken: false }])
  const changed = await renewed(his, { members: 8500 })
  expect(changed.changes).toMatchObject([
    {
      id: 'figure:members',
      what: 'figure-by-hand',
      isConflict: true,
      taken: false,
      his: '8300余',
      now: '8500',
    },
  ])
  expect(await textOf(changed.bytes)).toContain('8300余名团员')
  expect(await textOf((await renewed(his, { members: 8500 }, 'figure:members')).bytes)).toContain(
    '8500名团员',
  )
})

test('beside a number that he wrote in the table the difference is that of his number, and he is told', async () => {
  const inTable = (xml: string) => xml.lastIndexOf('>8368</w:t>')
  const write = async (said: string) => {
    const file = await FormFile.open('总结.docx', await made())
    const xml = file.text(documentPart) ?? ''
    const at = inTable(xml)
    file.write(documentPart, `${xml.slice(0, at)}>${said}</w:t>${xml.slice(at + '>8368</w:t>'.length)}`)
    return file.bytes()
  }
  const rowOf = async (bytes: Uint8Array) => {
    const { fields } = readSummary(await FormFile.open('总结.docx', bytes), ids)
    const at = fields.findLastIndex(({ key }) => key === 'members')
    return fields.slice(at, at + 3).map(({ said }) => said)
  }
  const his = await write('8,400')
  const first = await renewed(his, {})
  expect(await rowOf(first.bytes)).toEqual(['8,400', '1', '+8399'])
  expect(first.changes).toMatchObject([
    { id: 'figure:members', what: 'figure-by-hand', his: '8,400', now: '8368', taken: false },
    { id: 'figure:members@difference', what: 'difference', his: '+8367', now: '+8399', isConflict: false },
  ])
  // made anew once more, also with another number now, his own still counts; taken back, the registry's does
  const again = await renewed(first.bytes, { members: 8500 })
  expect(await rowOf(again.bytes)).toEqual(['8,400', '1', '+8399'])
  expect(again.changes.map(({ what }) => what)).toEqual(['figure-by-hand'])
  const taken = await renewed(first.bytes, { members: 8500 }, 'figure:members')
  expect(await rowOf(taken.bytes)).toEqual(['8500', '1', '+8499'])
  // of about so many nobody knows the difference
  const about = await renewed(await write('8400余'), {})
  expect(await rowOf(about.bytes)).toEqual(['8400余', '1', '—'])
  expect(about.changes).toMatchObject([{ id: 'figure:members@difference', what: 'difference', now: '—' }])
})

test('a passage that he joined to another one is there, and the place that asks him to write is answered by any words', async () => {
  const first = await made({ youngClassSessions: 12 })
  const xml = (await FormFile.open('总结.docx', first)).text(documentPart) ?? ''
  const [, next = ''] = /<\/w:p>(<w:p>(?:(?!<\/w:p>).)*?lr_organization02_.*?<\/w:p>)/s.exec(xml) ?? []
  const words = next.replace(/^<w:p>(<w:pPr>.*?<\/w:pPr>)?/s, '').slice(0, -'</w:p>'.length)
  const [prompt = ''] = /<w:p>(?:(?!<\/w:p>).)*?请填写存在的不足.*?<\/w:p>/s.exec(xml) ?? []
  const his = await worked(
    first,
    [`</w:p>${next}`, `${words}</w:p>`],
    [prompt, '<w:p><w:r><w:t>一是重活动，轻建设。</w:t></w:r></w:p>'],
  )
  const { bytes, changes } = await renewed(his, { members: 8500, youngClassSessions: 12 })
  expect(ofPassages(changes)).toEqual([])
  const text = (await partsIn(bytes)).get('word/document.xml') ?? ''
  expect(text).toContain('一是重活动，轻建设。')
  expect(text.match(/“Young课堂”/g)).toHaveLength(xml.match(/“Young课堂”/g)?.length ?? 0)
  expect(await textOf(bytes)).toContain('8500名团员')
})
