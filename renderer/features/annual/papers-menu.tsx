import { Button, Group, Menu, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconChevronDown, IconFileText } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../api/client.ts'
import { useLongWork } from '../../kit/feedback/long-work.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { ChooseButton } from '../../kit/files/choose-button.tsx'
import { saveFile } from '../../kit/files/save-file.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'

type Asked = {
  readonly what: 'forms' | 'summaries' | 'ledger'
  readonly as: 'one' | 'zip'
  readonly form?: File
}

/** The documents of a frozen year, written with a bar and a way to stop. */
export function PapersMenu({ id }: { readonly id: string }) {
  const { words } = useSpoken()
  const { papers } = words.annual
  const [isChoosing, setChoosing] = useState(false)
  const { write, isBusy } = useWriting(id)
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button
            variant="default"
            loading={isBusy}
            leftSection={<IconFileText size={16} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            {words.annual.documents}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void write({ what: 'forms', as: 'one' })}>{papers.forms}</Menu.Item>
          <Menu.Item onClick={() => void write({ what: 'forms', as: 'zip' })}>{papers.each}</Menu.Item>
          <Menu.Item onClick={() => setChoosing(true)}>{papers.own}</Menu.Item>
          <Menu.Item onClick={() => void write({ what: 'summaries', as: 'zip' })}>
            {papers.summaries}
          </Menu.Item>
          <Menu.Item onClick={() => void write({ what: 'ledger', as: 'one' })}>{papers.ledger}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isChoosing && (
        <OwnForm
          onEnd={() => setChoosing(false)}
          onFill={form => {
            setChoosing(false)
            void write({ what: 'forms', as: 'zip', form })
          }}
        />
      )}
    </>
  )
}

function useWriting(id: string) {
  const { words } = useSpoken()
  const { annual } = words
  const client = useClient()
  const work = useLongWork()
  const { failed } = useNotices()
  const [isBusy, setBusy] = useState(false)
  const write = async (asked: Asked) => {
    setBusy(true)
    try {
      const done = await work(annual.writing, signal => client.annual.papers({ id, ...asked }, { signal }))
      for (const file of done.files) saveFile(file)
      const name = done.files[0]?.name ?? ''
      const left = done.left.length === 0 ? '' : annual.leftPlaces(done.left)
      // A ledger is one file with a row for each.
      const written = asked.what === 'ledger' ? annual.writtenRows : annual.written
      notifications.show({ message: `${written(name, count(done.papers))} ${left}`, color: 'teal' })
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  return { write, isBusy }
}

type OwnFormProps = { readonly onEnd: () => void; readonly onFill: (form: File) => void }

/** How a blank form says where it is to be filled, and the choice of one. */
function OwnForm({ onEnd, onFill }: OwnFormProps) {
  const { words } = useSpoken()
  const { ownForm } = words.annual
  const client = useClient()
  const places = useQuery({ queryKey: ['annual-places'], queryFn: () => client.annual.places({}) })
  const [form, setForm] = useState<File | null>(null)
  return (
    <Modal
      opened
      onClose={onEnd}
      size="lg"
      title={ownForm.title}
      closeButtonProps={{ 'aria-label': words.say.close }}
    >
      <Stack gap="sm">
        <Text size="sm">{ownForm.how}</Text>
        <Text size="sm">
          <strong>{ownForm.places}</strong>{' '}
          {places.data?.places.map(place => (
            <code key={place} className="year-place">{`{${place}}`}</code>
          ))}
        </Text>
        <Group gap="xs">
          <ChooseButton accept=".docx" onChange={setForm}>
            {props => (
              <Button variant="default" data-autofocus {...props}>
                {form?.name ?? ownForm.choose}
              </Button>
            )}
          </ChooseButton>
          <Button disabled={form === null} onClick={() => form !== null && onFill(form)}>
            {ownForm.fill}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
