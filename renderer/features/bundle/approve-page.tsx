import { Button, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
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
import { saveFile } from '../../ui/save-file.ts'
import { Digits } from './digits.tsx'

/** The request of an office below: compare its digits by telephone, say which organization it keeps, approve. */
export function ApprovePage() {
  const { words } = useSpoken()
  const { file } = useHandedFile()
  const openFile = useOpenFile()
  return (
    <div className="step-page">
      <PageHeader title={words.packet.approveTitle} note={file?.name} />
      {file === undefined ? (
        <FileChooser accept=".json" line={words.packet.emptyLine} onFile={openFile} />
      ) : (
        <Request key={`${file.name}${file.lastModified}`} file={file} />
      )}
    </div>
  )
}

function Request({ file }: { readonly file: File }) {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [org, setOrg] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const request = useQuery({
    queryKey: ['request', file.name, file.lastModified],
    queryFn: () => client.bundle.enrolInspect({ file }),
  })
  const approve = async (ref: string) => {
    setBusy(true)
    try {
      const result = await work(words.packet.approving, signal =>
        client.bundle.enrolApprove({ file, org: ref, by }, { signal }),
      )
      saveFile(result.file)
      done(words.packet.approved(result.name), null)
      await changed()
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Answer of={request}>
      {({ name, fingerprint }) => {
        const wanted = org ?? name
        return (
          <div className="step-body">
            <div className="panel" style={{ padding: 16 }}>
              <Text fw={600}>{words.packet.approveFor(name)}</Text>
              <Text className="quiet" mb="sm">
                {words.packet.approveLead}
              </Text>
              <Digits fingerprint={fingerprint} label={words.start.fingerprint} />
              <TextInput
                mt="md"
                label={words.packet.approveOrg}
                description={words.packet.approveOrgHint}
                value={wanted}
                onChange={event => setOrg(event.currentTarget.value)}
              />
            </div>
            <div className="step-footer">
              <Button disabled={wanted.trim() === ''} loading={isBusy} onClick={() => void approve(wanted)}>
                {words.packet.doApprove}
              </Button>
            </div>
          </div>
        )
      }}
    </Answer>
  )
}
