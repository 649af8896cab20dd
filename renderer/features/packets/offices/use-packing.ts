import { useState } from 'react'
import { useClient } from '../../../api/client.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { useLongWork } from '../../../kit/feedback/long-work.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { calledIn, type Peer } from './office-state.ts'

/** A packet that was just made, on its way to the stick. */
export type MadePacket = {
  readonly people: number
  readonly organizations: number
  readonly to: string
  readonly replica: string
  readonly file: File
  readonly sha256: string
  readonly number: number
  readonly changes: number
  /** Files that travel with it, and those that follow with the next one. */
  readonly files: number
  readonly filesLeft: number
}

/** Makes a packet for an office; `made` is what is to be handed over now. */
export function usePacking() {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { failed } = useNotices()
  const [by] = useWorkingName()
  const [made, setMade] = useState<MadePacket>()
  const [busy, setBusy] = useState<string>()
  const pack = async (peer: Peer) => {
    setBusy(peer.replica)
    try {
      const { file, sha256, replica, number, changes, people, organizations, files, filesLeft } = await work(
        words.packet.offices.packing(calledIn(words, peer)),
        signal => client.packets.exportPacket({ to: peer.replica, tellsHanded: true, by }, { signal }),
      )
      setMade({
        to: calledIn(words, peer),
        replica,
        file,
        sha256,
        number,
        changes,
        people,
        organizations,
        files,
        filesLeft,
      })
      await changed()
    } catch (error) {
      failed(error)
    } finally {
      setBusy(undefined)
    }
  }
  return { pack, busy, made, close: () => setMade(undefined) }
}

/** What a row needs of it. */
export type Packing = Pick<ReturnType<typeof usePacking>, 'pack' | 'busy'>
