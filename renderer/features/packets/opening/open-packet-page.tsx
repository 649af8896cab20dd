import { Button, Checkbox, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { PacketResult } from '#contract/packets/packets.ts'
import { useClient } from '../../../api/client.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useLongWork } from '../../../kit/feedback/long-work.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { ChooseButton } from '../../../kit/files/choose-button.tsx'
import { FileChooser } from '../../../kit/files/file-chooser.tsx'
import { useHandedFile } from '../../../kit/files/handed-file.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { useOpenFiles } from '../../rosters/queue/open-files.ts'
import { FoundFiles } from './found-files.tsx'
import { ManyPackets } from './many-packets.tsx'
import { PacketPreview } from './packet-preview.tsx'

/** Parts of a packet that was cut have endings of their own: nothing is kept out of the choice. */
const packetEndings = ''

/** A packet is looked at first, then taken in; several of them are looked at in one list. */
export function OpenPacketPage() {
  const { words } = useSpoken()
  const { files } = useHandedFile()
  const openFiles = useOpenFiles()
  const packets = files.filter(({ name }) => name.toLowerCase().endsWith('.llb'))
  const [packet, ...more] = packets
  const keyOf = ({ name, size, lastModified }: File) => `${name}${size}${lastModified}`
  return (
    <div className="step-page">
      <PageHeader
        title={words.packet.openTitle}
        note={more.length > 0 ? words.packet.many.title(packets.length) : packet?.name}
      />
      {packet === undefined ? (
        <Stack gap="md">
          <Text className="quiet">{words.packet.openLead}</Text>
          <FoundFiles kinds={['packet']} onFile={file => openFiles([file])} onAll={openFiles} tellsNone />
          <FileChooser accept={packetEndings} line={words.packet.chooser} onFiles={openFiles} />
        </Stack>
      ) : more.length > 0 ? (
        <ManyPackets key={packets.map(keyOf).join('/')} files={packets} />
      ) : (
        <OpenedPacket key={keyOf(packet)} file={packet} />
      )}
    </div>
  )
}

function OpenedPacket({ file }: { readonly file: File }) {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { hand } = useHandedFile()
  const openFiles = useOpenFiles()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [applied, setApplied] = useState<PacketResult>()
  const [isChecked, setChecked] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const preview = useQuery({
    queryKey: ['packet', file.name, file.size, file.lastModified],
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const looked = await work(words.packet.opening(file.name), signal =>
        client.packets.inspectPacket({ file }, { signal }),
      )
      if (looked.status !== 'duplicate') return looked
      // Nothing in it is new but what its office says to have received: that is noted, and nobody has to be asked.
      const noted = await work(words.packet.applying, signal =>
        client.packets.applyPacket({ file, by, confirm: true }, { signal }),
      )
      await changed()
      return noted
    },
  })
  const apply = async () => {
    setBusy(true)
    try {
      const result = await work(words.packet.applying, signal =>
        client.packets.applyPacket({ file, by, confirm: true, again: isChecked }, { signal }),
      )
      setApplied(result)
      if (result.status === 'applied') done(words.packet.applied, null)
      await changed()
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Answer of={preview} lines={6}>
      {looked => {
        const asksAgain = applied?.code === 'packet-many-leave'
        // Nothing was done yet: what the preview said still stands, and why it is asked once more.
        const shown = asksAgain
          ? { ...looked, code: applied.code, message: applied.message }
          : applied === undefined
            ? looked
            : {
                ...applied,
                parts: looked.parts,
                notes: applied.notes.length > 0 ? applied.notes : applied.sentences,
              }
        const canApply = shown.status === 'preview'
        const canWait = applied === undefined && shown.status === 'waiting'
        return (
          <div className="step-body">
            <PacketPreview result={shown} isWaiting={applied?.status === 'waiting'} />
            <div className="step-footer">
              {asksAgain && (
                <Checkbox
                  mr="auto"
                  label={words.packet.again}
                  checked={isChecked}
                  onChange={event => setChecked(event.currentTarget.checked)}
                />
              )}
              <Button variant="default" component={Link} href="/packets" onClick={() => hand([])}>
                {canApply || canWait ? words.say.cancel : words.say.close}
              </Button>
              {shown.status === 'refused' && (
                <ChooseButton multiple onChange={openFiles}>
                  {props => <Button {...props}>{words.say.otherFile}</Button>}
                </ChooseButton>
              )}
              {canApply && (
                <Button loading={isBusy} disabled={asksAgain && !isChecked} onClick={() => void apply()}>
                  {words.packet.apply}
                </Button>
              )}
              {canWait && (
                <Button loading={isBusy} onClick={() => void apply()}>
                  {words.packet.keepWaiting}
                </Button>
              )}
              {shown.status === 'applied' && shown.conflicts > 0 && (
                <Button variant="default" component={Link} href="/packets?tab=conflicts">
                  {words.packet.seeConflicts}
                </Button>
              )}
              {shown.status === 'applied' && (
                <Button component={Link} href="/packets" onClick={() => hand([])}>
                  {words.packet.toOffices}
                </Button>
              )}
            </div>
          </div>
        )
      }}
    </Answer>
  )
}
