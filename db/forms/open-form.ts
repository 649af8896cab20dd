import { refuse } from '#db/shared/refusal.ts'
import type { OpenedForm } from './form.ts'
import { FormFile } from './form-file.ts'
import { fillWord } from './word/fill-word.ts'
import { partsOfMargins, partsOfWord, readMargins, readWord } from './word/read-word.ts'
import { repeatDocument } from './word/repeat-document.ts'
import { fillWorkbook } from './workbook/fill-workbook.ts'
import { partsOf, readWorkbook } from './workbook/read-workbook.ts'
import { repeatSheets } from './workbook/repeat-sheets.ts'
import { partsOfBoxes } from './workbook/text-boxes.ts'

/** Opens a blank form (.xlsx, .docx). Refuses `form-not-office`, `form-too-large`, `form-empty`, and damaged files. */
export async function openForm(name: string, bytes: Uint8Array): Promise<OpenedForm> {
  const file = await FormFile.open(name, bytes)
  const isBook = file.kind === 'xlsx'
  const parts = isBook
    ? [...partsOf(readWorkbook(file)), ...partsOfBoxes(file)]
    : [...partsOfWord(readWord(file)), ...partsOfMargins(readMargins(file))]
  if (parts.every(({ cells }) => cells.every(({ text }) => text.trim() === '')))
    refuse(
      'form-empty',
      `“${name}”里没有任何文字，不知道哪里要填什么。请换一张有表头的表。`,
      `${name} has no words, so nobody can know what belongs where. Take a form with headers.`,
      { name },
    )
  return {
    parts,
    repeated: (count, of) => (isBook ? repeatSheets(file, count, of) : repeatDocument(file, count)),
    fill: filling => {
      const left = isBook ? fillWorkbook(file, filling) : fillWord(file, filling)
      return { bytes: file.bytes(), left }
    },
  }
}
