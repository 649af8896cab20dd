/** What was typed into a sheet and not saved yet: by row, then by column. */
export type Edits = Readonly<Record<string, Readonly<Record<string, string>>>>

/** One cell that is written; without text it says again what it said before anything was typed. */
export type Put = { readonly row: string; readonly column: string; readonly text: string | undefined }

type Step = readonly {
  readonly row: string
  readonly column: string
  readonly was: string | undefined
  readonly now: string | undefined
}[]

export type Typing = {
  readonly edits: Edits
  readonly past: readonly Step[]
  readonly future: readonly Step[]
}

/** So many steps can be taken back. */
const longestMemory = 200

export function typingFrom(edits: Edits): Typing {
  return { edits, past: [], future: [] }
}

export type Act =
  | { readonly act: 'put'; readonly puts: readonly Put[] }
  | { readonly act: 'undo' | 'redo' }
  /** What was saved is forgotten, and nothing of it can be taken back here: the change set can. */
  | { readonly act: 'forget'; readonly rows: readonly string[] | 'all' }

/** What is typed next: each act is one step back and one forth, however many cells it wrote. */
export function typed(now: Typing, asked: Act): Typing {
  switch (asked.act) {
    case 'put': {
      const step = asked.puts.flatMap(({ row, column, text }) => {
        const was = now.edits[row]?.[column]
        return was === text ? [] : [{ row, column, was, now: text }]
      })
      if (step.length === 0) return now
      return {
        edits: written(
          now.edits,
          step.map(({ row, column, now: text }) => ({ row, column, text })),
        ),
        past: [...now.past.slice(1 - longestMemory), step],
        future: [],
      }
    }
    case 'undo': {
      const step = now.past.at(-1)
      if (step === undefined) return now
      const back = step.toReversed().map(({ row, column, was }) => ({ row, column, text: was }))
      return {
        edits: written(now.edits, back),
        past: now.past.slice(0, -1),
        future: [...now.future, step],
      }
    }
    case 'redo': {
      const step = now.future.at(-1)
      if (step === undefined) return now
      const forth = step.map(({ row, column, now: text }) => ({ row, column, text }))
      return {
        edits: written(now.edits, forth),
        past: [...now.past, step],
        future: now.future.slice(0, -1),
      }
    }
    case 'forget': {
      if (asked.rows === 'all') return typingFrom({})
      const gone = new Set(asked.rows)
      return typingFrom(Object.fromEntries(Object.entries(now.edits).filter(([row]) => !gone.has(row))))
    }
    default: {
      const never: never = asked
      return never
    }
  }
}

/** Rows that nothing was written into stay the same objects, so that they are not drawn again. */
function written(edits: Edits, puts: readonly Put[]): Edits {
  const rows: Record<string, Record<string, string>> = {}
  for (const { row, column, text } of puts) {
    const cells = rows[row] ?? { ...edits[row] }
    if (text === undefined) delete cells[column]
    else cells[column] = text
    rows[row] = cells
  }
  const next: Record<string, Readonly<Record<string, string>>> = { ...edits, ...rows }
  for (const row of Object.keys(rows)) if (Object.keys(next[row] ?? {}).length === 0) delete next[row]
  return next
}
