import { createHash, createHmac } from 'node:crypto'
import { fileIn, itemOf } from '#db/records/types/files.ts'
import type { Connection } from '#db/sqlite/connection.ts'

/**
 * Who names a file has to have held its content, before anybody below is given that content for the sake of this name. Its
 * SHA-256 shows nothing: it stands in records that others once saw. So each name carries a mark that is made from a second
 * hash of the content, which never leaves a PC, and that is good for one record and one author alone: it cannot be made
 * from the SHA-256, nor copied from elsewhere, and any holder of the content can check it, whichever way either came.
 *
 * `chosen:…` is what a form holds between choosing a file and saving: it becomes a `held:…` when the record is written on
 * the PC where the file was chosen. What merely stands in a value (kept by an edit, read from a table) stays as it is.
 */
export type SecondHash = string

/** Bytes on their way through; `second` answers the second hash once they have all been drawn. */
export function secondHashed(source: AsyncIterable<Uint8Array>) {
  // Before the content: what is known of the SHA-256 of the content alone leads to no hash that begins otherwise.
  const hash = createHash('sha256').update('lifeline file\n')
  async function* content(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      hash.update(chunk)
      yield chunk
    }
  }
  return { content: content(), second: (): SecondHash => hash.copy().digest('hex') }
}

/** The mark of a file that was chosen on this PC, for whatever record its form is about. */
export function chosenMark(second: SecondHash, replica: string): string {
  return `chosen:${keyed(second, ['chosen', replica])}`
}

/** The mark by which this author names the file in this record. */
export function heldMark(second: SecondHash, replica: string, thing: string): string {
  return `held:${keyed(second, ['held', replica, thing])}`
}

function keyed(second: SecondHash, said: readonly string[]): string {
  return createHmac('sha256', Buffer.from(second, 'hex')).update(JSON.stringify(said)).digest('base64url')
}

/** How a PC marks what its people chose, when their record is written: the journal asks this of all lists. */
export function vouching(
  db: Connection,
  replica: string,
): (thing: string, items: readonly string[]) => readonly string[] {
  const find = db
    .prepare<[string], string | null>(
      'SELECT second FROM file_here WHERE sha256 = ? AND gone = 0 AND second IS NOT NULL LIMIT 1',
    )
    .pluck()
  return (thing, items) => {
    if (!items.some(item => item.startsWith('sha256:'))) return items
    return items.map(item => {
      const file = fileIn(item)
      if (file?.mark === undefined || !file.mark.startsWith('chosen:')) return item
      const second = find.get(file.sha256)
      const isChosen = typeof second === 'string' && file.mark === chosenMark(second, replica)
      return itemOf({ ...file, mark: isChosen ? heldMark(second, replica, thing) : undefined })
    })
  }
}
