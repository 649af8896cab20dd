import { Alert, Button, Checkbox, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { useClient } from '../../../api/client.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useLongWork } from '../../../kit/feedback/long-work.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { FileChooser } from '../../../kit/files/file-chooser.tsx'
import { useHandedFile } from '../../../kit/files/handed-file.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { useOpenFile } from '../../rosters/queue/open-files.ts'
import { FoundFiles } from '../opening/found-files.tsx'
import { type Approved, ApprovedHandOver } from './approved-hand-over.tsx'
import { Digits } from './digits.tsx'
import { type ChosenOrg, OrgChoice } from './org-choice.tsx'
import { Steps } from './steps.tsx'

/** The request of an office below: compare its digits by telephone, say which organization it keeps, approve. */
export function ApprovePage() {
  const { words } = useSpoken()
  const { file } = useHandedFile()
  const openFile = useOpenFile()
  const request = file?.name.toLowerCase().endsWith('.json') ? file : undefined
  return (
    <div className="step-page">
      <PageHeader title={words.packet.approve.title} note={request?.name} />
      {request === undefined ? (
        <Stack gap="md">
          <Steps names={words.packet.approve.steps} at={0} />
          <Text className="quiet">{words.packet.approve.lead}</Text>
          <FoundFiles kinds={['request']} onFile={openFile} />
          <FileChooser accept=".json" line={words.packet.approve.chooser} onFile={openFile} />
        </Stack>
      ) : (
        <Request key={`${request.name}${request.size}${request.lastModified}`} file={request} />
      )}
    </div>
  )
}

function Request({ file }: { readonly file: File }) {
  const { words, say } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { hand } = useHandedFile()
  const { failed } = useNotices()
  const [by] = useWorkingName()
  const [agrees, setAgrees] = useState(false)
  const [org, setOrg] = useState<ChosenOrg>()
  const [approved, setApproved] = useState<Approved>()
  const [isBusy, setBusy] = useState(false)
  const request = useQuery({
    queryKey: ['request', file.name, file.size, file.lastModified],
    queryFn: () => client.packets.enrolInspect({ file }),
  })
  const approve = async ({ ref }: ChosenOrg) => {
    setBusy(true)
    try {
      const {
        replica,
        name,
        file: approval,
      } = await work(words.packet.approve.approving, signal =>
        client.packets.enrolApprove({ file, org: ref, by }, { signal }),
      )
      setApproved({ replica, name, org: ref, file: approval })
      await changed()
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  if (approved !== undefined) return <ApprovedHandOver approved={approved} />
  return (
    <Answer of={request}>
      {({ name, fingerprint, known }) => (
        <div className="step-body">
          {known !== null && (
            <Alert color={known.revoked ? 'red' : 'gray'}>
              {words.packet.approve[known.revoked ? 'revoked' : 'already'](say(known.name))}
            </Alert>
          )}
          <Steps names={words.packet.approve.steps} at={agrees ? 2 : 1} />
          <section className="panel" style={{ padding: 16 }}>
            <Title order={2}>{words.packet.approve.steps[1]}</Title>
            <Text>{words.packet.approve.who(name)}</Text>
            <Text className="quiet" mb="sm">
              {words.packet.approve.compare}
            </Text>
            <Digits fingerprint={fingerprint} label={words.packet.approve.digits} />
            <Checkbox
              mt="sm"
              label={words.packet.approve.agree}
              checked={agrees}
              disabled={known?.revoked === true}
              onChange={event => setAgrees(event.currentTarget.checked)}
            />
          </section>
          {agrees && (
            <section className="panel" style={{ padding: 16 }}>
              <Title order={2} mb="xs">
                {words.packet.approve.org}
              </Title>
              <OrgChoice text={name} chosen={org} onChoose={setOrg} />
              {org && (
                <Text mt="sm" fw={600}>
                  {words.packet.approve.orgChosen(org.name)}
                </Text>
              )}
            </section>
          )}
          <div className="step-footer">
            <Button variant="default" component={Link} href="/packets" onClick={() => hand([])}>
              {words.say.cancel}
            </Button>
            <Button
              disabled={!agrees || org === undefined}
              loading={isBusy}
              onClick={() => org && void approve(org)}
            >
              {words.packet.approve.doIt}
            </Button>
          </div>
        </div>
      )}
    </Answer>
  )
}
