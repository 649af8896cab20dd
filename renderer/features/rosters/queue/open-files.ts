import { notifications } from '@mantine/notifications'
import { useLocation } from 'wouter'
import { joinParts } from '#contract/packets/packet-parts.ts'
import { useHandedFile } from '../../../kit/files/handed-file.tsx'
import { kindOfFile, pageOfKind } from '../../../kit/files/kind-of-file.ts'
import { useSpoken } from '../../../text/language.ts'
import { useImportQueue } from './import-queue.tsx'
import type { Hint } from './queue.ts'

/** Opens a file on the page that its kind belongs to. */
export function useOpenFile(): (file: File) => void {
  const openFiles = useOpenFiles()
  return file => openFiles([file])
}

/** Opens files: rosters queue up to be imported one after the other, anything else is opened by itself. */
export function useOpenFiles(): (files: readonly File[], hint?: Hint) => void {
  const { words } = useSpoken()
  const [path, navigate] = useLocation()
  const { hand } = useHandedFile()
  const { add } = useImportQueue()
  const warn = (message: string) => notifications.show({ message, color: 'red', autoClose: 10_000 })
  const addRosters = async (files: readonly File[], hint: Hint) => {
    const held: File[] = []
    for (const file of files) {
      try {
        // A file that is changed or taken away while it is looked at would no longer be read.
        held.push(new File([await file.arrayBuffer()], file.name, { lastModified: file.lastModified }))
      } catch {
        warn(words.rosters.notOpened(file.name))
      }
    }
    if (held.length === 0) return
    add(held, hint)
    navigate(pageOfKind.roster, { replace: path === pageOfKind.roster })
  }
  return (dropped, hint = {}) => {
    const { whole, lacking, others } = joinParts(dropped)
    for (const { name, missing } of lacking) warn(words.byHand.files.partsMissing(name, missing))
    const files = [...others, ...whole.map(({ name, parts }) => new File([...parts], name))]
    const rosters = files.filter(({ name }) => kindOfFile(name) === 'roster')
    const [other, ...more] = files.filter(file => !rosters.includes(file))
    if (rosters.length > 0) void addRosters(rosters, hint)
    if (other === undefined) return
    const kind = kindOfFile(other.name)
    if (kind === 'unknown' || kind === 'roster') {
      warn(words.rosters.notSupported(other.name))
    } else if (rosters.length > 0 || more.length > 0) {
      warn(words.rosters.oneByOne(other.name))
    } else {
      hand(other)
      navigate(pageOfKind[kind])
    }
  }
}
