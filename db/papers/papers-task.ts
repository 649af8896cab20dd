import type { Task } from '#db/sqlite/task.ts'
import type { Paper } from './paper.ts'
import { writePapers } from './write-papers.ts'

export type PapersInput = { readonly papers: readonly Paper[]; readonly writer: string }

const laying = { zh: '正在排版', en: 'Laying out the documents' }

/** Writes papers into one .docx, in a thread that answers nothing else meanwhile. */
export const papersTask: Task<PapersInput, Uint8Array, { readonly papers: number }> = async (
  { papers, writer },
  { report, emit },
) => {
  await report(laying, 0, papers.length)
  await emit(await writePapers(papers, writer))
  return { papers: papers.length }
}
