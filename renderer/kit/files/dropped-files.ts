import { packetPartOf } from '#contract/packets/packet-parts.ts'
import { kindOfFile } from './kind-of-file.ts'

/** Far more than a stick of one sitting holds; a whole disk is not looked through. */
const most = { files: 2000, deep: 6 }

/**
 * The files that were dropped, and of a folder those in it that this program opens. The browser forgets what was
 * dropped as soon as the event is over, so all of it is taken hold of at once.
 */
export function droppedFiles(transfer: DataTransfer | null): Promise<readonly File[]> {
  const items = [...(transfer?.items ?? [])].filter(({ kind }) => kind === 'file')
  const entries = items.map(item => item.webkitGetAsEntry())
  const files = [...(transfer?.files ?? [])]
  if (!entries.some(entry => entry?.isDirectory)) return Promise.resolve(files)
  const found: File[] = []
  return lookedThrough(entries, found, most.deep, true).then(() => found)
}

async function lookedThrough(
  entries: readonly (FileSystemEntry | null)[],
  found: File[],
  deep: number,
  isDropped: boolean,
): Promise<void> {
  for (const entry of entries) {
    if (found.length >= most.files) return
    if (entry === null) continue
    if (isFile(entry)) {
      const isOurs =
        !entry.name.startsWith('.') && (packetPartOf(entry.name) !== undefined || isOpened(entry.name))
      if (isDropped || isOurs) found.push(await fileOf(entry))
    } else if (isFolder(entry) && deep > 0) {
      await lookedThrough(await entriesOf(entry), found, deep - 1, false)
    }
  }
}

// Chromium gives these kinds no names that could be asked for.
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

const isOpened = (name: string) => ['packet', 'roster'].includes(kindOfFile(name)) && !/\.txt$/i.test(name)

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject))

/** A folder answers a hundred at a time, and nothing when it is at its end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  while (all.length < most.files) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) break
    all.push(...some)
  }
  return all
}
