import type { Connection } from '#db/sqlite/connection.ts'

/** Which changes name which files: a text `sha256:…` in what they set, of whatever kind of record, known here or not. */
export type FileNames = {
  /** To be called for each change that is stored, with its body as it lies there. */
  readonly note: (change: number, body: string) => void
  /** The same when another body takes the place of one that was noted. */
  readonly noteAnew: (change: number, body: string) => void
}

export function fileNames(db: Connection): FileNames {
  const add = db.prepare<{ readonly change: number; readonly body: string }>(
    `INSERT OR IGNORE INTO file_named (sha256, change)
       SELECT substr(j.value, 8, 64), @change FROM json_tree(@body, '$.set') j
       WHERE j.type = 'text' AND j.value GLOB 'sha256:[0-9a-f]*' AND length(j.value) > 72`,
  )
  const keep = db.prepare<[number]>(
    'DELETE FROM file_loose WHERE sha256 IN (SELECT sha256 FROM file_named WHERE change = ?)',
  )
  const drop = db.prepare<[number]>('DELETE FROM file_named WHERE change = ?')

  function note(change: number, body: string): void {
    if (!body.includes('"sha256:')) return
    add.run({ change, body })
    keep.run(change)
  }

  return {
    note,
    noteAnew: (change, body) => {
      drop.run(change)
      note(change, body)
    },
  }
}
