import {
  columnAt,
  isWithin,
  markOf,
  oneColumn,
  personMark,
  readPlaces,
  rowsAt,
  rowsIn,
  words,
} from '#db/forms/marks.ts'
import { spreadWord } from '#db/forms/spread.ts'
import { carryOut } from '#db/plans/carry-out.ts'
import { inTurn } from '#db/procedure.ts'
import { fileIn } from '#db/records/types/files.ts'
import { planAdd } from '#db/registry/acts/plan-add.ts'
import { planEdit } from '#db/registry/acts/plan-edit.ts'
import { readStored } from '#db/registry/acts/stored.ts'
import { standpointOf } from '#db/registry/procedures/records.ts'
import type { Session } from '#db/session.ts'
import { canonical } from '#db/shared/canonical.ts'
import { refuse } from '#db/shared/refusal.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { choices, fillingFor } from './asked-for.ts'
import { contentOf, contentOfFile, formOf, listed } from './kept-forms.ts'

type Adding = {
  readonly item: string
  readonly name?: string | undefined
  readonly askedBy?: string | undefined
  readonly by: string
  readonly dryRun: boolean
}

/** Keeps a blank form whose file was attached, with what is proposed for its places. */
export async function addForm(session: Session, { item, name: called, askedBy, by, dryRun }: Adding) {
  const file = fileIn(item)
  if (file === undefined || (file.type !== 'xlsx' && file.type !== 'docx'))
    refuse(
      'form-not-office',
      '空白表要是 .xlsx 或 .docx。请用 Excel、Word 或 WPS 打开，另存为 .xlsx 或 .docx 再试。',
      'A blank form has to be .xlsx or .docx. Open it in Excel, Word or WPS, save it as one of these and try again.',
      {},
    )
  const name = called === undefined || called === '' ? file.name.replace(/\.[^.]*$/, '') : called
  const form = await contentOfFile(session, file, name)
  const earlier = (await listed(session)).find(
    one => editionName(one.name) === editionName(name) && one.isHere && one.kind === file.type,
  )
  const before =
    earlier === undefined
      ? undefined
      : { form: await contentOf(session, earlier), marks: (await formOf(session, earlier.id)).marks }
  const given = await fillingFor(session, { by })
  const looked = await session.threads.run({
    request: {
      task: 'look-form',
      input: { ...given, form, before, withValues: false },
      file: registryFile(session.folder),
    },
    report: async () => undefined,
  })
  const done = await acting(session, { by, dryRun }, standpoint =>
    planAdd(standpoint, 'blank_form', {
      org: session.office(),
      name,
      files: item,
      ...(askedBy !== undefined && askedBy !== '' && { asked_by: askedBy }),
      ...(Object.keys(looked.marks).length > 0 && { marks: canonical({ ...looked.marks }) }),
    }),
  )
  return { ...done, marks: { ...looked.marks } }
}

/** The same form of another year has another number in its name. */
function editionName(name: string): string {
  return name.normalize('NFKC').replace(/\d+|第?[一二三四]季度|\s/g, '')
}

type Mapping = {
  readonly id: string
  readonly set: Readonly<Record<string, string>>
  readonly by: string
  readonly dryRun: boolean
}

/** Marks what belongs in which place of a form; refuses places and words that there are none of. */
export async function mapForm(session: Session, { id, set, by, dryRun }: Mapping) {
  const { known, marks } = await formOf(session, id)
  const next: Record<string, string> = { ...marks }
  for (const [at, said] of Object.entries(set))
    if (said.trim() === '') delete next[at]
    else next[at] = said.trim()
  await refuseUnknown(session, set, next)
  refuseCrossed(next)
  const done = await acting(session, { by, dryRun }, async standpoint => {
    const stored = await readStored(standpoint.reader, known.id)
    return planEdit(
      standpoint,
      session.writing().journal,
      stored,
      { marks: Object.keys(next).length === 0 ? '' : canonical({ ...next }) },
      undefined,
    )
  })
  return { ...done, marks: next }
}

/** Refuses rows that lie over each other; lists may stand side by side. */
function refuseCrossed(marks: Readonly<Record<string, string>>): void {
  const { rows } = readPlaces(marks)
  for (const [n, a] of rows.entries())
    for (const b of rows.slice(n + 1)) {
      if (a.part !== b.part || a.from > b.to || b.from > a.to) continue
      const isBeside =
        a.span !== undefined && b.span !== undefined && (a.span[1] < b.span[0] || b.span[1] < a.span[0])
      if (isBeside) continue
      const [one, other] = [a, b].map(block => rowsAt(block).split('!')[1] ?? '')
      refuse(
        'mark-rows-crossed',
        `${one} 和 ${other} 两部分重叠了。左右并排的名单要各自写明从哪一列到哪一列；否则请把行数错开。`,
        `The rows ${one} and ${other} overlap. For lists side by side, give the first and the last column of each; otherwise keep their rows apart.`,
        { one: one ?? '', other: other ?? '' },
      )
    }
}

/** Refuses a word for a place that nothing is known by, and names those that there are. */
async function refuseUnknown(
  session: Session,
  set: Readonly<Record<string, string>>,
  all: Readonly<Record<string, string>>,
) {
  const offer = await choices(session)
  const { figures, rosters } = offer
  const asked = new Set(offer.words.map(({ word }) => word))
  const keys = new Set(figures.map(({ word }) => word))
  const kinds = new Map(rosters.map(({ word, columns }) => [word, new Set(columns.map(one => one.word))]))
  const blocks = readPlaces(all).rows
  for (const [at, said] of Object.entries(set)) {
    if (said.trim() === '') continue
    const place = rowsIn(at)
    const column = place?.span !== undefined && place.span[0] === place.span[1] ? place.span[0] : undefined
    const isColumn = column !== undefined
    const isRows = place !== undefined && !isColumn
    const rows =
      column === undefined
        ? undefined
        : blocks.find(one => columnAt(one, column) === at && isWithin(one, one.from, column))?.of
    const columns = kinds.get(rows ?? '')
    const isFigure = (word: string) => {
      const mark = markOf(word)
      return (mark?.is === 'figure' || mark?.is === 'unit') && keys.has(`figure:${mark.key}`)
    }
    const isOfPerson = (word: string) => {
      const mark = markOf(word)
      return (
        mark?.is === 'person' &&
        mark.field.split('+').every(one => asked.has(personMark(spreadWord(one)?.whole ?? one, 1)))
      )
    }
    const alone = isColumn ? oneColumn(said) : undefined
    const isKnown = isRows
      ? kinds.has(said.split(':')[0] ?? '')
      : alone !== undefined
        ? alone.column === '#' || kinds.get(alone.of.split(':')[0] ?? '')?.has(alone.column) === true
        : isColumn
          ? said === '#' ||
            said.startsWith('text:') ||
            columns?.has(said) === true ||
            (rows === 'units' && isFigure(said))
          : asked.has(said) || isOfPerson(said) || markOf(said)?.is === 'text' || isFigure(said)
    if (isKnown) continue
    const offered = isRows
      ? [...kinds.keys()]
      : isColumn
        ? ['#', ...(columns ?? [])]
        : [...words, 'figure:…', 'person:…', 'person2:…', 'text:…']
    refuse(
      'mark-unknown',
      `“${at}”这一处填不了“${said}”。可以填：${offered.slice(0, 40).join('、')}。`,
      `"${said}" is nothing that ${at} can be filled with. It can be: ${offered.slice(0, 40).join(', ')}.`,
      { at, said },
    )
  }
}

async function acting(
  session: Session,
  { by, dryRun }: { readonly by: string; readonly dryRun: boolean },
  plan: (standpoint: Awaited<ReturnType<typeof standpointOf>>) => ReturnType<typeof planAdd>,
) {
  return inTurn(session, async () => {
    const { journal } = session.writing()
    const planned = await plan(await standpointOf(session, session.reader(), {}))
    const done = await carryOut(journal, planned, { by, dryRun, newId: session.newId })
    return { ...done, sentences: [...done.sentences], warnings: [...done.warnings] }
  })
}
