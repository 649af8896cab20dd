import { z } from 'zod'
import { daySchema } from '#contract/vocabulary.ts'
import { refuse } from '#db/shared/refusal.ts'
import { givenFile } from '../../given/given-file.ts'

/** What of a saved scan is needed to run it again; in which language its sentences are does not matter. */
const headSchema = z.looseObject({ asOf: daySchema, pack: z.string() })
const judgedSchema = z.object({
  org: z.string(),
  rule: z.string(),
  severity: z.string(),
  since: z.string().nullable(),
  measured: z.number(),
  threshold: z.number(),
})
export type Judged = z.infer<typeof judgedSchema>

/** What `scan --json` found, and by what. */
export type SavedScan = {
  readonly asOf: z.infer<typeof daySchema>
  readonly pack: string
  readonly findings: readonly Judged[]
}

/** The sample of 100,416 people has 83,828 findings. */
const mostFindings = 500_000

/**
 * Reads a file that was made by `scan --json`. Of a large district it has a hundred megabytes, and it may be anything else: one
 * finding at a time is in memory, and of each what is compared.
 */
export async function savedScan(path: string): Promise<SavedScan> {
  const file = await givenFile(path)
  const head: Record<string, unknown> = {}
  const findings: Judged[] = []
  try {
    const pieces = file.stream().pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))
    for await (const { isOfList, text } of partsOf(pieces, 'findings')) {
      if (!isOfList) Object.assign(head, JSON.parse(`{${text}}`))
      else if (findings.push(judgedSchema.parse(JSON.parse(text))) > mostFindings)
        throw new NotSuchADocument()
    }
    const { asOf, pack } = headSchema.parse(head)
    return { asOf, pack, findings }
  } catch {
    refuse(
      'no-saved-scan',
      `${path} 不是存下的排查结果。请用 scan --json 存一份，以后再用 --again 对照。`,
      `${path} is no saved scan. Save one with scan --json, and run it again later with --again.`,
      { file: path },
    )
  }
}

class NotSuchADocument extends Error {}

/** A finding has a kilobyte, and the longest of that sample five. */
const longestPart = 1_000_000

/**
 * The parts of a JSON document whose outermost value is an object: its members, and instead of the one named `list` the items
 * of that. Members that are too long are left out; an item that is too long is an error. Whether a part is JSON the caller sees.
 */
async function* partsOf(
  pieces: AsyncIterable<string>,
  list: string,
): AsyncGenerator<{ readonly isOfList: boolean; readonly text: string }> {
  const beforeList = new RegExp(`^\\s*"${list}"\\s*:\\s*$`)
  let part = ''
  let isTooLong = false
  let [depth, inText, isEscaped, isOfList, isOver] = [0, false, false, false, false]
  const ended = function* (rest: string) {
    const text = part + rest
    if (!isTooLong && text.trim() !== '') yield { isOfList, text }
    part = ''
    isTooLong = false
  }
  for await (const piece of pieces) {
    let start = 0
    for (let at = 0; at < piece.length; at++) {
      const sign = piece.charAt(at)
      if (inText) {
        if (isEscaped) isEscaped = false
        else if (sign === '\\') isEscaped = true
        else if (sign === '"') inText = false
      } else if (sign === '"') inText = true
      else if (sign === '{' || sign === '[') {
        depth++
        const before = depth > 2 || isOfList ? undefined : part + piece.slice(start, at)
        if (depth === 1 && (isOver || sign === '[' || before?.trim() !== '')) throw new NotSuchADocument()
        if (before !== undefined && (depth === 1 || beforeList.test(before))) {
          isOfList = depth === 2
          part = ''
          start = at + 1
        }
      } else if (sign === '}' || sign === ']') {
        depth--
        if (depth < (isOfList ? 2 : 1)) {
          yield* ended(piece.slice(start, at))
          isOfList = false
          isOver = depth === 0
          start = at + 1
        }
      } else if (sign === ',' && depth === (isOfList ? 2 : 1)) {
        yield* ended(piece.slice(start, at))
        start = at + 1
      }
    }
    if (!isTooLong) part += piece.slice(start)
    if (part.length > longestPart) {
      if (depth === 0 || isOfList) throw new NotSuchADocument()
      part = ''
      isTooLong = true
    }
  }
  if (depth !== 0 || inText || part.trim() !== '') throw new NotSuchADocument()
}
