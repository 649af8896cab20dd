import { readFile } from 'node:fs/promises'
import { pathOfFile } from '#db/attachments/file-store.ts'
import { hereAmong } from '#db/attachments/named-files.ts'
import { onDisk } from '#db/files/storage-refusal.ts'
import { type Photo, sizeOfPicture } from '#db/forms/photos/photo.ts'
import { filesIn, type NamedFile } from '#db/records/types/files.ts'
import type { Session } from '#db/session.ts'

/** What a photo is called, and what a picture of something else is. */
const photoName = /照片|相片|寸照|证件照|免冠|头像|photo/i
const otherName = /身份证|扫描|申请|志愿书|证书|登记表|合影|活动|证明/

/** The photo among what is attached to a person: the picture that is called one, else the only upright one; undefined where none lies here. */
export async function photoOfPerson(session: Session, person: string): Promise<Photo | undefined> {
  const row = await session
    .reader()
    .selectFrom('person')
    .where('id', '=', person)
    .select('files')
    .executeTakeFirst()
  const items: unknown = JSON.parse(row?.files ?? '[]')
  const all = filesIn(Array.isArray(items) ? items.filter(item => typeof item === 'string') : [])
  const pictures = all.filter(({ type }) => type === 'jpeg' || type === 'png')
  const here = hereAmong(
    session.readConnection(),
    pictures.map(({ sha256 }) => sha256),
  )
  const mine = pictures.filter(({ sha256 }) => here.has(sha256))
  // The one that was attached last counts.
  const named = mine.findLast(({ name }) => photoName.test(name) && !otherName.test(name))
  if (named !== undefined) return read(session, named)
  const [only, other] = mine.filter(({ name }) => !otherName.test(name))
  if (only === undefined || other !== undefined) return undefined
  const photo = await read(session, only)
  const ratio = photo === undefined ? 0 : photo.height / photo.width
  return ratio > 1.1 && ratio < 1.7 ? photo : undefined
}

async function read(session: Session, { sha256, name }: NamedFile): Promise<Photo | undefined> {
  const bytes = await onDisk(name)(readFile(pathOfFile(session.folder, sha256)))
  const size = sizeOfPicture(bytes)
  return size === undefined ? undefined : { name, bytes: new Uint8Array(bytes), ...size }
}
