import { openAsBlob } from 'node:fs'
import type { KnownFile } from '#contract/attachments.ts'
import { onDisk } from '#db/files/storage-refusal.ts'
import { type Implementing, inTurn, longProcedure } from '#db/procedure.ts'
import { valuesIn } from '#db/records/columns.ts'
import { kindOf } from '#db/records/kinds.ts'
import type { AnyKind } from '#db/records/record.ts'
import { fileIn, filesIn, fileTypes, itemOf, safeName } from '#db/records/types/files.ts'
import { shownRecords } from '#db/registry/acts/list-records.ts'
import { readStored } from '#db/registry/acts/stored.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import { refuse } from '#db/shared/refusal.ts'
import { dropFile, filesFolder, keepFile, pathOfFile, receiveFile, roomIn } from './file-store.ts'
import { chosenMark } from './held.ts'
import { countFiles, type MissingFile, missingFiles, noteHere } from './named-files.ts'
import { bytesPerPacket, limitPackets } from './packet-bytes.ts'
import { type Place, whereaboutsOf } from './whereabouts.ts'

const receiving = { zh: '正在添加附件', en: 'Attaching the file' }

/** Files attached to records: taken in, handed out, counted. */
export function attachmentProcedures(os: Implementing, session: Session) {
  return {
    put: os.attachments.put.handler(
      longProcedure(session, (input: { readonly file: File }, report) =>
        putFile(session, input.file, report),
      ),
    ),
    here: os.attachments.here.handler(async ({ input }) => {
      const { here, lost } = await whereaboutsOf(placeOf(session), input.hashes)
      return { here: [...here], lost: [...lost] }
    }),
    file: os.attachments.file.handler(({ input }) => handOut(session, input.sha256, input.name)),
    ofRecord: os.attachments.ofRecord.handler(async ({ input }) => {
      const { kind, row } = await readStored(session.reader(), input.id)
      return filesOf(session, kind, row)
    }),
    overview: os.attachments.overview.handler(async ({ input }) => {
      const db = session.readConnection()
      return {
        ...countFiles(db),
        room: (await roomIn(filesFolder(session.folder))) ?? (await roomIn(session.folder)) ?? null,
        perPacket: bytesPerPacket(db),
        awaited: await awaitedFiles(session, missingFiles(db, input.limit)),
      }
    }),
    limitPackets: os.attachments.limitPackets.handler(({ input }) =>
      inTurn(session, async () => {
        limitPackets(session.writing().db, input.perPacket)
        return { perPacket: bytesPerPacket(session.readConnection()) }
      }),
    ),
  }
}

/** Takes a file in. It arrives while others write; only its place among the registry's files is taken in turn. */
export async function putFile(session: Session, file: File, report: Report): Promise<KnownFile> {
  session.office()
  const { folder, newId } = session
  const received = await receiveFile(folder, {
    name: file.name,
    bytes: file.size,
    content: counted(file, report),
    newId,
    signal: report.stopped,
  })
  try {
    return await inTurn(session, async () => {
      const { db, keys } = session.writing()
      const { sha256, bytes, type, second } = received
      await keepFile(folder, received)
      noteHere(db, {
        sha256,
        giver: keys.replica,
        bytes,
        type,
        second,
        at: session.clock.now().toISOString(),
      })
      const name = safeName(file.name, type)
      const named = { sha256, bytes, type, name, mark: chosenMark(second, keys.replica) }
      return { sha256, bytes, type, name, item: itemOf(named), isHere: true }
    })
  } finally {
    await dropFile(received)
  }
}

async function* counted(file: File, report: Report): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of file.stream()) {
    await report(receiving, bytes, file.size)
    bytes += chunk.length
    yield chunk
  }
  await report(receiving, file.size, file.size)
}

/** It stays on the disk: whoever takes it over reads it piece by piece. Never as anything that a browser would run. */
async function handOut(session: Session, sha256: string, name: string): Promise<File> {
  const { here, lost } = await whereaboutsOf(placeOf(session), [sha256])
  const known = session
    .readConnection()
    .prepare<[string], { type: string }>('SELECT type FROM file_here WHERE sha256 = ? LIMIT 1')
    .get(sha256)
  const type = Object.keys(fileTypes).find((one): one is keyof typeof fileTypes => one === known?.type)
  if (type === undefined || !here.has(sha256)) refuseMissing(name, lost.has(sha256))
  const blob = await onDisk(name)(openAsBlob(pathOfFile(session.folder, sha256)))
  return new File([blob], safeName(name === '' ? sha256.slice(0, 8) : name, type), {
    type: fileTypes[type].mime,
  })
}

function placeOf(session: Session): Place {
  const write = session.canWrite ? session.writing().db : undefined
  return { folder: session.folder, read: session.readConnection(), write }
}

function refuseMissing(name: string, isLost: boolean): never {
  const called =
    name === '' ? { zh: '这个附件', en: 'This file' } : { zh: `附件“${name}”`, en: `The file "${name}"` }
  if (isLost)
    refuse(
      'attachment-missing',
      `${called.zh}曾在本机，现在不见了或者损坏了。请再添加一次同一个文件；别的单位也有的，随对方的下一个数据包到来。`,
      `${called.en} was on this PC and is gone or damaged. Attach the same file once more; if another office has it too, it comes with its next packet.`,
      { name },
    )
  refuse(
    'attachment-missing',
    `${called.zh}还没有到本机。它会随上级或下级的下一个数据包到来。`,
    `${called.en} has not come to this PC yet. It comes with the next packet of the office that has it.`,
    { name },
  )
}

async function filesOf(session: Session, kind: AnyKind, row: Readonly<Record<string, unknown>>) {
  const values: Readonly<Record<string, unknown>> = valuesIn<AnyKind>(kind, row)
  const named = Object.entries(kind.fields).flatMap(([field, { input, words }]) => {
    const value = values[field]
    if (input.as !== 'files' || !Array.isArray(value)) return []
    return filesIn(value.map(String)).map(file => ({ ...file, field, words }))
  })
  const { here, lost } = await whereaboutsOf(
    placeOf(session),
    named.map(({ sha256 }) => sha256),
  )
  return named.map(file => ({
    ...file,
    item: itemOf(file),
    isHere: here.has(file.sha256),
    ...(lost.has(file.sha256) && { isLost: true as const }),
  }))
}

/** What is awaited, with the name of the record that it belongs to. */
async function awaitedFiles(session: Session, missing: readonly MissingFile[]) {
  const reader = session.reader()
  const titles = new Map<string, string>()
  for (const [name, of] of Map.groupBy(missing, ({ kind }) => kind)) {
    const kind = kindOf(name)
    if (kind === undefined) continue
    const ids = JSON.stringify(of.map(({ id }) => id))
    const rows = session
      .readConnection()
      .prepare<[string], Record<string, unknown>>(
        `SELECT * FROM ${kind.name} WHERE id IN (SELECT value FROM json_each(?))`,
      )
      .all(ids)
    for (const shown of await shownRecords(reader, kind, rows)) {
      const org = shown.refs['org']?.name
      titles.set(shown.id, org === undefined ? shown.title : `${org} ${shown.title}`)
    }
  }
  return missing.flatMap(({ item, kind, id }) => {
    const file = fileIn(item)
    if (file === undefined) return []
    const { name, bytes } = file
    return [{ name, bytes, kind, id, title: titles.get(id) ?? '', person: kind === 'person' ? id : null }]
  })
}
