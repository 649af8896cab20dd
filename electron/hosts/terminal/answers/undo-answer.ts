import { plural } from '#db/shared/plural.ts'
import type { Lang, Text } from '#db/shared/text.ts'
import type { Answer } from '../command.ts'
import { doneLines } from './done-lines.ts'
import { table } from './table.ts'

type UndoResult = {
  readonly undone: boolean
  readonly changeSet: number | null
  readonly blockedBy: readonly { readonly changeSet: number; readonly sentence: Text }[]
  /** What had to stay, and why. */
  readonly kept?: readonly Text[]
  /** What goes, or would go. */
  readonly sentences?: readonly Text[]
}

/** What became of taking something back: refused, with the list, where later changes build on it. */
export function undoAnswer(result: UndoResult, isDryRun: boolean, lang: Lang): Answer {
  if (result.blockedBy.length === 0) {
    const told = [...(result.sentences ?? []), ...(result.kept ?? [])].map(sentence => sentence[lang])
    return { json: result, lines: [...told, ...doneLines({ changeSet: result.changeSet, isDryRun }, lang)] }
  }
  const refused = {
    zh: `没有撤销：后面有 ${result.blockedBy.length} 项操作建立在它之上。请先撤销那些操作。`,
    en: `Not undone: ${plural(result.blockedBy.length, 'later step builds', 'later steps build')} on it. Undo ${result.blockedBy.length === 1 ? 'that' : 'those'} first.`,
  }
  return {
    json: { ...result, code: 'undo-blocked', message: refused },
    lines: table(
      [
        { head: lang === 'zh' ? '操作' : 'step', align: 'right' },
        { head: lang === 'zh' ? '做了什么' : 'what' },
      ],
      result.blockedBy.map(entry => [entry.changeSet, entry.sentence[lang]]),
    ),
    refused,
  }
}
