import { Button, Checkbox, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { PacketResult } from '#contract/bundle.ts'
import { useClient } from '../../api/client.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useOpenFile } from '../../app/file-drop.tsx'
import { useHandedFile } from '../../app/handed-file.tsx'
import { useLongWork } from '../../app/long-work.tsx'
import { useNotices } from '../../app/notices.tsx'
import { useWorkingName } from '../../app/working-name.ts'
import { useSpoken } from '../../text/language.ts'
import { Answer } from '../../ui/answer.tsx'
import { FileChooser } from '../../ui/file-chooser.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { PacketPreview } from './packet-preview.tsx'

/** A packet is looked at first, then taken in. */
export function OpenPacketPage() {
  const { words } = useSpoken()
  const { file } = useHandedFile()
  const openFile = useOpenFile()
  return (
    <div className="step-page">
      <PageHeader title={words.packet.open} note={file?.name} />
      {file === undefined ? (
        <FileChooser accept=".llb" line={words.packet.lead} onFile={openFile} />
      ) : (
        <OpenedPacket key={`${file.name}${file.size}${file.lastModified}`} file={file} />
      )}
    </div>
  )
}

function OpenedPacket({ file }: { readonly file: File }) {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [applied, setApplied] = useState<PacketResult>()
  const [isChecked, setChecked] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const preview = useQuery({
    queryKey: ['packet', file.name, file.size, file.lastModified],
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () =>
      work(words.packet.opening(file.name), signal => client.bundle.inspectPacket({ file }, { signal })),
  })
  const apply = async () => {
    setBusy(true)
    try {
      const result = await work(words.packet.applying, signal =>
        client.bundle.applyPacket({ file, by, confirm: true, again: isChecked }, { signal }),
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
        const shown = applied ?? looked
        const asksAgain = shown.code === 'packet-many-leave'
        const canApply = shown.status === 'preview' || asksAgain
        return (
          <div className="step-body">
            <PacketPreview result={shown} />
            {asksAgain && (
              <Checkbox
                label={words.packet.again}
                checked={isChecked}
                onChange={event => setChecked(event.currentTarget.checked)}
              />
            )}
            <div className="step-footer">
              <Button variant="default" component={Link} href="/packets">
                {canApply ? words.say.cancel : words.say.close}
              </Button>
              {canApply && (
                <Button loading={isBusy} disabled={asksAgain && !isChecked} onClick={() => void apply()}>
                  {words.packet.apply}
                </Button>
              )}
            </div>
            {applied === undefined && isBusy && <Text className="quiet">{words.packet.applying}</Text>}
          </div>
        )
      }}
    </Answer>
  )
}
