import { notifications } from '@mantine/notifications'
import { useLocation } from 'wouter'
import { inTheirOrder } from '#contract/packets/many-packets.ts'
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

/** Opens files: packets together, rosters queue up to be imported one after the other, a request is opened by itself. */
export function useOpenFiles(): (files: readonly File[], hint?: Hint) => void {
  const { words } = useSpoken()
  const [path, navigate] = useLocation()
  const { hand } = useHandedFile()
  const { add } = useImportQueue()
  const warn = (message: string) => notifications.show({ message, color: 'red', autoClose: 10_000 })
  /** `waits`: packets came with them, and are opened first. */
  const addRosters = async (files: readonly File[], hint: Hint, waits: boolean) => {
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
    if (waits) {
      notifications.show({ message: words.rosters.waitForImport(held.length) })
      return
    }
    navigate(pageOfKind.roster, { replace: path === pageOfKind.roster })
  }
  return (dropped, hint = {}) => {
    const { packets: found, lacking, others } = inTheirOrder(dropped)
    for (const { name, missing } of lacking) warn(words.byHand.files.partsMissing(name, missing))
    const packets = found.map(({ name, parts }) => {
      const [only, ...more] = parts
      return only !== undefined && more.length === 0 && only.name === name ? only : new File([...parts], name)
    })
    const rosters = others.filter(({ name }) => kindOfFile(name) === 'roster')
    const [other, ...more] = others.filter(file => !rosters.includes(file))
    if (rosters.length > 0) void addRosters(rosters, hint, packets.length > 0)
    if (packets.length > 0) {
      hand(packets)
      navigate(pageOfKind.packet)
      if (other !== undefined) warn(words.rosters.oneByOne(other.name))
      return
    }
    if (other === undefined) return
    const kind = kindOfFile(other.name)
    if (kind !== 'request') {
      warn(words.rosters.notSupported(other.name))
    } else if (rosters.length > 0 || more.length > 0) {
      warn(words.rosters.oneByOne(other.name))
    } else {
      hand([other])
      navigate(pageOfKind[kind])
    }
  }
}
