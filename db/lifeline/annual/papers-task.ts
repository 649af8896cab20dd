import { openableName } from '#contract/packets/file-name.ts'
import { BlankForm } from '#db/papers/fill-template.ts'
import type { Paper } from '#db/papers/paper.ts'
import { writePapers } from '#db/papers/write-papers.ts'
import { refuse } from '#db/shared/refusal.ts'
import { inOneSnapshot } from '#db/sqlite/connection.ts'
import type { Task, TaskTools } from '#db/sqlite/task.ts'
import type { YearContent } from './content.ts'
import { contentIn, yearNamed } from './known-years.ts'
import { formData, placesKnown, reviewForm } from './review-form.ts'
import { type WeakOrg, weakOrgs } from './weak-org.ts'
import { ledgerRow } from './year-ledger.ts'
import { yearSummary } from './year-summary.ts'

export type YearPapersInput = {
  readonly id: string
  readonly what: 'forms' | 'summaries' | 'ledger'
  /** An organization of the year, with all below it. */
  readonly under?: string | undefined
  /** One file with all of them, or one each. */
  readonly as: 'one' | 'each'
  /** The office's own blank form, filled in place of the program's. */
  readonly form?: { readonly name: string; readonly bytes: Uint8Array } | undefined
}
/** A file; a ledger is handed over as lines, for whoever writes workbooks. */
export type YearPaper = { readonly name: string; readonly bytes: Uint8Array }
export type YearPapersWritten = {
  readonly papers: number
  readonly office: string
  readonly year: number
  readonly day: string
  /** Places of the blank form that nothing is known for. */
  readonly left: readonly string[]
}

/** A page or two each: nobody prints more at once, and Word opens no more in a moment. */
const mostForms = 3000

const laying = { zh: '正在排版', en: 'Laying out the documents' }
const filling = { zh: '正在填表', en: 'Filling in the forms' }

/** Writes the documents of a frozen year, in a thread that answers nothing else meanwhile. */
export const yearPapersTask: Task<YearPapersInput, YearPaper, YearPapersWritten> = async (input, tools) => {
  const { content, hash } = await read(input, tools)
  const { year, day } = content
  const done = (papers: number, left: readonly string[] = []) => ({
    ...{ papers, office: content.office.name, year, day, left },
  })
  if (input.what === 'summaries') {
    const units = [...new Set(weakUnits(content, input.under))]
    const papers = units.map(org => ({ org, paper: yearSummary(content, org, hash) }))
    await write(
      papers.map(({ org, paper }) => ({ name: fileName(content, `${year}年度评审情况报告`, org), paper })),
      `${year}年度评审情况报告.docx`,
      content,
      input,
      tools,
    )
    return done(papers.length)
  }
  const weak = weakOrgs(content, input.under)
  if (input.what === 'ledger') {
    const lines = weak.map((one, at) => JSON.stringify(ledgerRow(one, at)))
    await tools.emit({ name: `${year}年度评审台账.xlsx`, bytes: new TextEncoder().encode(lines.join('\n')) })
    return done(weak.length)
  }
  if (weak.length === 0)
    refuse(
      'no-forms',
      `${year} 年度没有软弱涣散的组织，不用填评审表。`,
      `No organization needed rectification in ${year}, so there is no form to fill.`,
    )
  if (weak.length > mostForms)
    refuse(
      'too-many-forms',
      `一次最多填 ${mostForms} 张，这里有 ${weak.length} 张。请先选定一个街道。`,
      `At most ${mostForms} forms are filled at once, and there are ${weak.length}. Choose a street first.`,
      { forms: weak.length },
    )
  const named = (one: WeakOrg) => fileName(content, '评审表', one.org.id)
  if (input.form !== undefined) {
    const form = await BlankForm.open(input.form.name, input.form.bytes, placesKnown)
    const known = form.places.filter(place => placesKnown.includes(place))
    if (known.length === 0)
      refuse(
        'form-no-places',
        `“${input.form.name}”里没有本程序认识的填写位置。请在要填的地方写上 {团组织全称}、{主要问题} 这样的标记，或者插入同名的内容控件。`,
        `${input.form.name} has no place that is known here. Write tags such as {团组织全称} or {主要问题} where it is to be filled, or insert content controls of these names.`,
        { places: [...placesKnown] },
      )
    for (const [at, one] of weak.entries()) {
      await tools.report(filling, at, weak.length)
      await tools.emit({ name: named(one), bytes: await form.filled(formData(one, content, hash)) })
    }
    return done(
      weak.length,
      form.places.filter(place => !placesKnown.includes(place)),
    )
  }
  await write(
    weak.map(one => ({ name: named(one), paper: reviewForm(one, content, hash) })),
    `${year}年度评审表.docx`,
    content,
    input,
    tools,
  )
  return done(weak.length)
}

async function read({ id }: YearPapersInput, tools: TaskTools<YearPaper>) {
  const { known, found } = await inOneSnapshot(tools.reader(), async reader => {
    const known = await yearNamed(reader, id)
    return { known, found: await contentIn(reader, known) }
  })
  if ('content' in found) return { content: found.content, hash: known.hash }
  refuse(
    'year-damaged',
    '封存的内容不完整，或者与校验码不符，不能出具文书。请在年度评审里查看原因。',
    'What was frozen is incomplete or does not match its checksum, so no document is made of it. The page of the annual review says why.',
    { id },
  )
}

type Named = { readonly name: string; readonly paper: Paper }

async function write(
  papers: readonly Named[],
  together: string,
  { office }: YearContent,
  { as }: YearPapersInput,
  { report, emit }: TaskTools<YearPaper>,
): Promise<void> {
  if (as === 'one') {
    await report(laying, 0, papers.length)
    await emit({
      name: together,
      bytes: await writePapers(
        papers.map(({ paper }) => paper),
        office.name,
      ),
    })
    return
  }
  for (const [at, { name, paper }] of papers.entries()) {
    await report(laying, at, papers.length)
    await emit({ name, bytes: await writePapers([paper], office.name) })
  }
}

/** The office, or the organization asked about, and each street or system directly below it. */
function weakUnits({ office, orgs, figures }: YearContent, under: string | undefined): string[] {
  const root = under ?? office.id
  const counted = new Set(figures.map(({ org }) => org))
  return [
    root,
    ...orgs
      .filter(({ id, parent, kind }) => parent === root && kind !== 'branch' && counted.has(id))
      .map(({ id }) => id),
  ]
}

function fileName({ orgs }: YearContent, what: string, id: string): string {
  const org = orgs.find(one => one.id === id)
  const parts = [what, org?.code, org?.name].filter(part => part != null)
  const safe = parts.join('_').replace(/[\\/:*?"<>|\s\p{Cc}]/gu, '_')
  return openableName(`${safe.slice(0, 90)}.docx`)
}
