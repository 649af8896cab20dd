import { AsyncLocalStorage } from 'node:async_hooks'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { vouching } from '#db/attachments/held.ts'
import { settleFiles } from '#db/attachments/sweep-files.ts'
import { Browsing } from '#db/browsing.ts'
import { moveOver, partialOf, sweepPartials } from '#db/files/durable-file.ts'
import { closeToOthers, makePrivateFile, makePrivateFolder } from '#db/files/private-folder.ts'
import { diskRefusal, errorCode, folderReadOnly } from '#db/files/storage-refusal.ts'
import { type Journal, manyChanges, openJournal } from '#db/journal/journal.ts'
import { namedAfter } from '#db/journal/names.ts'
import { takeUpNewer } from '#db/journal/take-up-newer.ts'
import { foreignBackup, isForeign } from '#db/packets/format/foreign-backup.ts'
import { type ReplicaKeys, signer } from '#db/packets/format/keys/keys.ts'
import { adoptNextKeys, keysFileName, readKeys, saveKeys } from '#db/packets/format/keys/keys-file.ts'
import { areLost, refuseForRoot, replaceLostKeys, takeOtherKeys } from '#db/packets/format/keys/other-keys.ts'
import { sweepInbox, sweepWorkFolders } from '#db/packets/format/work-folder.ts'
import { refuseClosedPeriods } from '#db/registry/closings/guard.ts'
import { registryEntities } from '#db/registry/entities.ts'
import type { BrowseQuestions, BrowseTopic } from '#db/registry/looking/browser.ts'
import {
  isReadable,
  isUnreadable,
  moveRegistry,
  nameInBackups,
  openUpToDate,
  putInPlace,
  removeBegun,
  removeRegistry,
  setAside,
} from '#db/registry-on-disk.ts'
import { type Clock, refuseImpossibleClock, today } from '#db/shared/clock.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import type { NewId } from '#db/shared/new-id.ts'
import { Turns } from '#db/shared/one-at-a-time.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import {
  type Connection,
  keepTemporaryFilesIn,
  openReadOnly,
  openWriter,
  prepareOnce,
  reader,
  registryFile,
} from '#db/sqlite/connection.ts'
import { holdFolder } from '#db/sqlite/hold-folder.ts'
import { migrate } from '#db/sqlite/migrate.ts'
import { nameNewReplica, nameReplica, noteBegun } from '#db/sqlite/name-replica.ts'
import { renewStatistics } from '#db/sqlite/statistics.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { ReadingThreads } from '#db/worker/run-task.ts'

/** Where files of the registry's folder are written whole or not at all. */
const foldersWrittenTo = ['', 'backups', 'inbox', 'outbox', 'scans']

export type Log = (level: 'info' | 'warn' | 'error', message: string, details?: unknown) => void

export type SessionOptions = {
  readonly folder: string
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  /** `write` holds the folder; `read` needs no lock and can be had while another process writes. */
  readonly access: 'read' | 'write'
  /** Of more organizations than this a review is kept in columns. */
  readonly mostReviewed?: number | undefined
  /** Pages are about to be shown of it: what they show first is read while they are still on their way. */
  readonly isForPages?: boolean | undefined
  /** Somebody said that no copy of its keys is left: where they are missing or damaged it gets new ones. */
  readonly lostKeys?: boolean | undefined
  /** A registry that cannot be read at all is put into `backups/`, so that a backup can take its place. */
  readonly setsDamagedAside?: boolean | undefined
}

/** What is said of each of so many in words takes some 150 MB. */
const mostReviewed = 50_000

/** What this replica is: nothing yet, waiting for its approval, or the registry of an organization. */
export type Identity =
  | { readonly state: 'waiting'; readonly replica: string; readonly name: string }
  | { readonly state: 'ready'; readonly replica: string; readonly name: string; readonly office: string }

export type Writing = {
  readonly db: Connection
  readonly journal: Journal
  readonly keys: ReplicaKeys
}

/** One opened folder: its connections, its journal and keys, and who it is. */
export class Session {
  readonly folder: string
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly mostReviewed: number
  readonly turns = new Turns()
  readonly threads = new ReadingThreads()
  readonly browsing: Browsing
  /** Whether its own keys were lost, and it was given new ones when it was opened. */
  hasNewKeys = false
  /** Where the registry lies that could not be read. */
  #damaged: string | undefined
  readonly #lostKeys: boolean
  readonly #access: 'read' | 'write'
  /** What runs inside a change set: it sees what was not committed yet, and nobody else does. */
  readonly #inside = new AsyncLocalStorage<true>()
  #letGo: () => void = () => undefined
  #read: { connection: Connection; reader: Reader } | undefined
  #writing: Writing | undefined

  private constructor(options: SessionOptions) {
    this.folder = options.folder
    this.clock = options.clock
    this.newId = options.newId
    this.log = options.log
    this.mostReviewed = options.mostReviewed ?? mostReviewed
    this.#access = options.access
    this.#lostKeys = options.lostKeys === true
    this.browsing = new Browsing(options)
  }

  /** Refuses a folder that another process holds, and a registry of a newer program. */
  static async open(options: SessionOptions): Promise<Session> {
    const session = new Session(options)
    const inbox = join(options.folder, 'inbox')
    try {
      refuseImpossibleClock(options.clock)
      if (options.access === 'write') {
        await closeToOthers(options.folder)
        keepTemporaryFilesIn(options.folder)
        session.#letGo = holdFolder(options.folder)
        // A packet that was open when the program was ended lies there in plain text.
        if (existsSync(inbox)) {
          await makePrivateFolder(inbox)
          await sweepWorkFolders(inbox)
        }
        for (const name of foldersWrittenTo) await sweepPartials(join(options.folder, name))
      }
      if (session.exists()) {
        await session.#openExisting().catch(async error => {
          if (options.setsDamagedAside !== true || !isUnreadable(error, options.folder)) throw error
          await session.#closeConnections()
          session.#damaged = await setAside(options.folder, options.clock)
        })
      }
      if (session.canWrite && existsSync(inbox))
        await sweepInbox(inbox, () => filesOfInbox(session.writing().db))
      return session
    } catch (error) {
      await session.close()
      throw diskRefusal(error, options.folder) ?? unusable(error, options.folder) ?? error
    }
  }

  exists(): boolean {
    return existsSync(registryFile(this.folder))
  }

  /** Who this replica is: as it was committed, and inside a change set as that has it so far. */
  identity(): Identity | undefined {
    const connection = this.#inside.getStore() ? this.#writing?.db : this.#read?.connection
    if (connection === undefined) return undefined
    const rows = prepareOnce<[], { key: string; value: string }>(
      connection,
      'SELECT key, value FROM meta',
    ).all()
    const meta = new Map(rows.map(row => [row.key, row.value]))
    const replica = meta.get('replica')
    if (replica === undefined) return undefined
    const name = meta.get('name') ?? ''
    const office = meta.get('office')
    return office === undefined
      ? { state: 'waiting', replica, name }
      : { state: 'ready', replica, name, office }
  }

  /** The registry to read. Refuses where there is none yet. */
  reader(): Reader {
    return this.#read?.reader ?? this.#missing()
  }

  readConnection(): Connection {
    return this.#read?.connection ?? this.#missing()
  }

  /** Looks something up in the picture of the registry. Refuses where there is none yet. */
  async browse<T extends BrowseTopic>(
    topic: T,
    input: BrowseQuestions[T]['input'],
  ): Promise<BrowseQuestions[T]['answer']> {
    this.reader()
    return this.browsing.ask(topic, input)
  }

  /** This replica's own organization. Refuses while it waits for its approval. */
  office(): string {
    const identity = this.identity() ?? this.#missing()
    if (identity.state === 'ready') return identity.office
    refuse(
      'registry-waiting',
      '这台电脑的入网申请还没有批准。请把申请文件交给上级团组织，拿到批准文件后在这台电脑上打开，就能加入。',
      "This PC's request has not been approved yet. Hand the request file to the office above, and open the approval that it gives you on this PC.",
    )
  }

  /** This replica's keys, for what needs no writer. */
  async keys(): Promise<ReplicaKeys> {
    return this.#writing?.keys ?? readKeys(this.folder, this.identity()?.replica ?? this.#missing())
  }

  /** Whether it holds the folder and there is a registry in it: a guest only reads. */
  get canWrite(): boolean {
    return this.#writing !== undefined
  }

  writing(): Writing {
    return this.#writing ?? this.#missing()
  }

  /** Makes the registry's file and this replica's keys. `name` is what its organization is called. */
  async create(name: string, keys: ReplicaKeys): Promise<Writing> {
    const writing = await this.begin(keys)
    nameNewReplica(writing.db, keys.replica, name)
    return writing
  }

  /**
   * As `create`, where `nameNewReplica` is called with the first change set: until that is committed the file is nobody's,
   * and whoever opens the folder next finds none.
   */
  async begin(keys: ReplicaKeys): Promise<Writing> {
    const db = openWriter(registryFile(this.folder))
    migrate(db)
    noteBegun(db, keys.replica)
    await saveKeys(this.folder, keys).catch(async error => {
      db.close()
      await removeBegun(this.folder)
      throw error
    })
    this.#openReader()
    return this.#begin(db, keys)
  }

  /**
   * Refuses a copy of a registry whose keys are not these; answers the replica that it is of. With `newKeys` the folder need have
   * none, where no registry is in it: not those of a district, in which everybody below trusts.
   */
  async refuseForeign(copy: string, name: string, newKeys = false): Promise<string | undefined> {
    const probe = openReadOnly(copy)
    const replica = replicaOf(probe)
    const root = rootOf(probe)
    probe.close()
    await readKeys(this.folder, replica ?? '').catch(why => {
      if (isForeign(why)) throw foreignBackup(name)
      refuseForRoot(this.folder, { replica: replica ?? '', root, why })
      if (!newKeys || this.exists() || !areLost(why)) throw why
    })
    return replica
  }

  /**
   * Puts a proven copy in the registry's place and opens it. What was there before is kept in `backups/`. Refuses a
   * copy of another replica than the folder's keys belong to, by its `name`.
   */
  async replaceRegistry(copy: string, name: string, newKeys = false): Promise<Text[]> {
    const replica = await this.refuseForeign(copy, name, newKeys)
    const warnings: Text[] = []
    if (this.exists()) {
      const kept = nameInBackups(this.folder, 'before-restore', this.clock)
      if (this.#read) {
        const partial = partialOf(kept)
        makePrivateFile(partial)
        await this.#read.connection.backup(partial)
        await moveOver(partial, kept)
      }
      warnings.push({
        zh: `恢复前的台账保存在 ${kept}`,
        en: `The registry as it was before is kept in ${kept}`,
      })
    }
    if (this.#damaged !== undefined) {
      warnings.push({
        zh: `打不开的台账文件保存在 ${this.#damaged}`,
        en: `The file that could not be read is kept in ${this.#damaged}`,
      })
    }
    const had = this.#read !== undefined && knowsOthers(this.#read.connection)
    await this.#closeConnections()
    await putInPlace(copy, this.folder)
    await this.#openExisting(this.#lostKeys || newKeys)
    const { db } = this.writing()
    // Whoever has new keys is approved anew first, and gets it with that.
    if (newKeys && this.hasNewKeys) return warnings
    if (replica !== rootOf(db)) warnings.push(fromAbove)
    else if (had || knowsOthers(db)) warnings.push(fromBelow)
    return warnings
  }

  /** Gives this registry other keys and opens it with them. */
  async replaceKeys(keys: ReplicaKeys): Promise<void> {
    await takeOtherKeys(this.folder, keys, named => nameReplica(this.writing().db, named))
    await this.#closeConnections()
    await this.#openExisting()
  }

  /**
   * Throws the registry away, with its keys and packets; the folder is empty again and stays held. Backups stay. For what
   * was only tried, or never came to be: nobody else may call this.
   */
  async discard(): Promise<void> {
    await this.#closeConnections()
    removeRegistry(this.folder)
    for (const name of [keysFileName, 'inbox', 'outbox', 'files', 'scans']) {
      rmSync(join(this.folder, name), { recursive: true, force: true })
    }
  }

  async close(): Promise<void> {
    await this.#closeConnections()
    // No backup took its place: whoever opens the folder next must not find it empty.
    if (this.#damaged !== undefined && !this.exists())
      await moveRegistry(this.#damaged, registryFile(this.folder))
    this.#letGo()
  }

  async #closeConnections(): Promise<void> {
    await Promise.all([this.threads.close(), this.browsing.close()])
    this.#read?.connection.close()
    this.#read = undefined
    if (this.#writing) {
      try {
        renewStatistics(this.#writing.db)
      } catch (error) {
        // They only make questions quicker: a disk that has no room for them is no reason not to end.
        if (diskRefusal(error) === undefined) throw error
      }
      this.#writing.db.close()
      this.#writing = undefined
    }
  }

  async #openExisting(lostKeys = this.#lostKeys): Promise<void> {
    if (this.#access === 'read') {
      if (isReadable(this.folder)) this.#openReader()
      return
    }
    const db = await openUpToDate(this.folder)
    if (db === undefined) return
    this.#openReader()
    const replica = this.identity()?.replica
    if (replica === undefined) {
      db.close()
      this.#missing()
    }
    await adoptNextKeys(this.folder, replica)
    const { journal } = this.#begin(db, await this.#keysOf(replica, db, lostKeys))
    takeUpNewer(db, journal)
    await settleFiles(db, this.folder, this.clock)
  }

  async #keysOf(replica: string, db: Connection, lostKeys: boolean): Promise<ReplicaKeys> {
    try {
      return await readKeys(this.folder, replica)
    } catch (why) {
      const lost = { replica, root: rootOf(db), why }
      refuseForRoot(this.folder, lost)
      if (!lostKeys) throw why
      this.hasNewKeys = true
      return replaceLostKeys(this.folder, lost, named => nameReplica(db, named))
    }
  }

  #openReader(): void {
    const connection = openReadOnly(registryFile(this.folder))
    this.#read = { connection, reader: reader(connection) }
    this.browsing.open(connection)
  }

  #begin(db: Connection, keys: ReplicaKeys): Writing {
    const { newId, clock } = this
    const office = prepareOnce<[], { value: string }>(db, "SELECT value FROM meta WHERE key = 'office'")
    const journal = openJournal({
      db,
      entities: registryEntities,
      newId,
      clock,
      identity: {
        replica: keys.replica,
        office: () => office.get()?.value ?? '',
        sign: signer(keys),
        newWriter: () => namedAfter(keys.replica, newId()),
        vouch: vouching(db, keys.replica),
      },
    })
    const write: Journal['write'] = async (work, fill) => {
      const done = await this.#inside.run(true, () =>
        journal.write(work, async set => {
          const result = await fill(set)
          // What others wrote is judged where their packet is opened, by the day on which they wrote it.
          if (!isPacket(work.label)) refuseClosedPeriods(db, set.extent(), today(clock))
          return result
        }),
      )
      if (done.changeSet !== null && done.changes >= manyChanges) this.#checkpointMeanwhile()
      return done
    }
    this.#writing = { db, journal: { ...journal, write }, keys }
    return this.#writing
  }

  /** Nobody waits for it: a session that is closed meanwhile does it on closing. */
  #checkpointMeanwhile(): void {
    const request = { task: 'checkpoint', input: null, file: registryFile(this.folder) } as const
    this.threads.run({ request, report: async () => undefined }).catch(error => {
      if (!(error instanceof Cancelled)) this.log('warn', 'the WAL was not moved into the file', error)
    })
  }

  #missing(): never {
    refuse(
      'registry-missing',
      `这个文件夹里还没有台账：${this.folder}。请先建立台账，或申请加入上级的台账。`,
      `There is no registry in ${this.folder} yet. Create one, or ask to join the registry of the office above.`,
      { folder: this.folder, keys: existsSync(join(this.folder, keysFileName)) },
    )
  }
}

/** A folder that cannot even be made: where a file is in the way, or the disk is gone. */
function unusable(error: unknown, folder: string): unknown {
  const cause = errorCode(error)
  return cause === undefined ? undefined : folderReadOnly(folder, cause)
}

function replicaOf(connection: Connection): string | undefined {
  return prepareOnce<[], { value: string }>(connection, "SELECT value FROM meta WHERE key = 'replica'").get()
    ?.value
}

function isPacket(label: unknown): boolean {
  return typeof label === 'object' && label !== null && 'what' in label && label.what === 'packet'
}

/** The files of packets that wait, or of which something lies aside. */
function filesOfInbox(db: Connection): readonly string[] {
  return db.prepare<[], string>('SELECT file FROM aside UNION SELECT file FROM waiting').pluck().all()
}

/** The PC at which all chains of certificates end; there is no office above it. */
function rootOf(db: Connection): string | undefined {
  return prepareOnce<[], string>(db, "SELECT value FROM meta WHERE key = 'root_replica'").pluck().get()
}

/** The way back to what was done after a backup: whoever was sent it has it. */
/** Whether packets go to and from another PC: whoever works alone has nothing to ask for. */
function knowsOthers(connection: Connection): boolean {
  return prepareOnce<[]>(connection, 'SELECT 1 FROM peer LIMIT 1').get() !== undefined
}
const fromAbove: Text = {
  zh: '备份之后做的工作不在里面。请先给上级制作一个数据包，再请上级回一个：已经上报的部分可以取回。',
  en: 'What was done after the backup is not in it. Make a packet for the office above, then ask it for one: it brings back what was sent.',
}
const fromBelow: Text = {
  zh: '备份之后做的工作不在里面。请给各下级制作数据包，再请他们各报送一个：下级的会重新并入；本机已经下发的会列在“无法证实的内容”里，请核对后并入。',
  en: 'What was done after the backup is not in it. Make a packet for each office below, then ask each for one: theirs is taken in again; what this PC had sent them is listed as not proved until you have looked at it and take it in.',
}
