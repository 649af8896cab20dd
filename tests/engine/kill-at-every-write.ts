import { closeSync, openSync, writeSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { registryFile } from '#db/sqlite/connection.ts'
import { expectWhole, type Killing, run, stateOf } from './kill-at-moments.ts'
import { type Look, recorded } from './recorded-folder.ts'

/** One state in which a kill can leave a folder: how much of the log is written, or of the log into the database. */
type Left = { readonly log: number; readonly pages: number; readonly files: Look['files'] }

type Recording = {
  readonly before: Buffer
  readonly log: Buffer
  readonly closed: Buffer
  readonly looks: readonly Look[]
  readonly contentOf: (name: string) => Promise<Buffer>
}

export type EveryWrite = {
  /** How many writes to the database and its log there were, and how many steps with other files. */
  readonly writes: number
  readonly steps: number
  /** How many states that differ in what they hold were carried on from. */
  readonly differing: number
  readonly found: ReadonlySet<'before' | 'after'>
}

/**
 * Every state in which a kill can leave the folder of an action, one for each write, without killing it each time. The
 * action runs once in a process of its own, which keeps what lies there at each of its moments; between two of them SQLite
 * writes to its log alone, from its beginning to its end, and when it is closed from the log into the database, page after
 * page. So what a kill leaves is a beginning of these. What each of them holds is compared byte by byte with what was
 * seen before; of those that differ each must be sound, as before or as after, and take the same action to its end. So must
 * what a kill in the middle of it leaves in truth.
 */
export async function killAtEveryWrite(killing: Killing): Promise<EveryWrite> {
  const { folder } = killing
  const base = await mkdtemp(join(tmpdir(), 'lifeline-every-write-'))
  try {
    const [whole, record] = [join(base, 'whole'), join(base, 'record')]
    await cp(folder, whole, { recursive: true })
    await mkdir(record)
    const before = stateOf(folder)
    const { moments } = await run({ ...killing, folder: whole }, { killAt: 0, record }, base)
    const after = stateOf(whole)
    const recording = await readRecording(record)
    const lefts = [...leftIn(recording)]
    const differing = await differingAmong(recording, lefts, join(base, 'seen'))
    const found = new Set<'before' | 'after'>()
    const copied = async (name: string) => {
      const copy = join(base, name)
      await cp(folder, copy, { recursive: true })
      return copy
    }
    for (const [i, left] of differing.entries()) {
      const copy = await copied(`left-${i}`)
      await lay(recording, left, copy)
      found.add(await expectWhole(copy, { before, after }, killing.again, JSON.stringify(left)))
    }
    const killed = await copied('killed')
    const killAt = Math.ceil(moments / 2)
    expect(await run({ ...killing, folder: killed }, { killAt }, base)).toMatchObject({ wasKilled: true })
    await expectWhole(killed, { before, after }, killing.again, `killed at ${killAt} of ${moments}`)
    return {
      writes: lefts.length,
      steps: recording.looks.length,
      differing: differing.length,
      found,
    }
  } finally {
    await rm(base, { recursive: true, force: true })
  }
}

async function readRecording(record: string): Promise<Recording> {
  const contentOf = (name: string) => readFile(join(record, name))
  return {
    before: await contentOf(recorded.before),
    log: await contentOf(recorded.log),
    closed: await contentOf(recorded.closed),
    looks: JSON.parse(String(await contentOf(recorded.looks))),
    contentOf,
  }
}

function* leftIn({ log, looks, before, closed }: Recording): Generator<Left> {
  let written = looks[0]?.log ?? 0
  for (const { log: until, files } of looks) {
    for (const cut of cutsOf(log, written, until)) yield { log: cut, pages: 0, files }
    written = until
  }
  const files = looks.at(-1)?.files ?? {}
  for (const cut of cutsOf(log, written, log.length)) yield { log: cut, pages: 0, files }
  const pages = changedPages(before, closed, pageSizeOf(log)).length
  for (let n = 1; n <= pages; n++) yield { log: log.length, pages: n, files }
}

/** Each frame of SQLite's log is written as a header and a page; a kill may also leave half of one. */
function* cutsOf(log: Buffer, from: number, to: number): Generator<number> {
  yield from
  const page = pageSizeOf(log)
  for (let frame = 32; frame < to; frame += 24 + page) {
    for (const cut of [frame, frame + 24, frame + 24 + page / 2, frame + 24 + page]) {
      if (cut > from && cut <= to) yield cut
    }
  }
}

const pageSizeOf = (log: Buffer) => log.readUInt32BE(8)

/** The pages that are written from the log into the database, in their order. */
function changedPages(before: Buffer, closed: Buffer, size: number): number[] {
  const count = closed.length / size
  const pageIn = (db: Buffer, page: number) => db.subarray(page * size, (page + 1) * size)
  return Array.from({ length: count }, (_, page) => page).filter(
    page => !pageIn(before, page).equals(pageIn(closed, page)),
  )
}

/** Of each content that a database and the files beside it are left with, one state. */
async function differingAmong(recording: Recording, lefts: readonly Left[], folder: string): Promise<Left[]> {
  await mkdir(folder)
  const { before, log, closed } = recording
  const file = registryFile(folder)
  await writeFile(file, before)
  const pages = changedPages(before, closed, pageSizeOf(log))
  const [database, wal] = [openSync(file, 'r+'), openSync(`${file}-wal`, 'w')]
  const contents: Buffer[] = []
  const differing = new Map<string, Left>()
  let [written, laid] = [0, 0]
  try {
    for (const left of lefts) {
      written += writeSync(wal, log, written, left.log - written, written)
      for (; laid < left.pages; laid++) layPage(database, closed, pages[laid] ?? 0, pageSizeOf(log))
      await rm(`${file}-shm`, { force: true })
      const seen = contentOf(file)
      const known = contents.findIndex(content => content.equals(seen))
      const no = known === -1 ? contents.push(seen) - 1 : known
      const key = JSON.stringify([no, shapeOf(left.files)])
      if (!differing.has(key)) differing.set(key, left)
    }
  } finally {
    closeSync(database)
    closeSync(wal)
  }
  return [...differing.values()]
}

function layPage(database: number, closed: Buffer, page: number, size: number): void {
  writeSync(database, closed, page * size, size, page * size)
}

/** The whole database as whoever opens it next finds it. */
function contentOf(file: string): Buffer {
  const db = new Database(file, { readonly: true })
  try {
    return db.serialize()
  } finally {
    db.close()
  }
}

/** The files beside the database, whatever a folder drawn at random is called. */
function shapeOf(files: Look['files']): unknown {
  return Object.entries(files)
    .map(([path, content]) => [path.replace(/\.opening-[^/\\]+/, '.opening'), content])
    .sort()
}

/** Makes a copy of the folder what a kill had left. */
async function lay({ before, log, closed, contentOf }: Recording, left: Left, folder: string): Promise<void> {
  const file = registryFile(folder)
  await writeFile(file, before)
  const database = openSync(file, 'r+')
  const pages = changedPages(before, closed, pageSizeOf(log)).slice(0, left.pages)
  for (const page of pages) layPage(database, closed, page, pageSizeOf(log))
  closeSync(database)
  await writeFile(`${file}-wal`, log.subarray(0, left.log))
  for (const name of await readdir(folder)) {
    if (!name.includes('.db')) await rm(join(folder, name), { recursive: true })
  }
  for (const [path, content] of Object.entries(left.files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), await contentOf(content), { mode: 0o600 })
  }
}
