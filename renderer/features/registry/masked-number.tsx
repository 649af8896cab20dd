import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../api/client.ts'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { useDraft, useWorkingName } from '../../kit/this-pc.ts'
import { useSpoken } from '../../text/language.ts'

type Props = {
  readonly person: string
  readonly name: string
  readonly field: 'id' | 'phone'
  readonly masked: string | null
}

/** A number with its middle hidden. It is shown in full after a reason was given, which is noted with one's name. */
export function MaskedNumber({ person, name, field, masked }: Props) {
  const { words } = useSpoken()
  const client = useClient()
  const queries = useQueryClient()
  const { failed } = useNotices()
  const [by] = useWorkingName()
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [reason, setReason, forgetReason] = useDraft('disclose.reason')
  const [shown, setShown] = useState<string | null>()
  if (masked === null) return null
  const disclose = async () => {
    setBusy(true)
    try {
      const { value } = await client.registry.disclose({ person, field, reason, by })
      setShown(value)
      setAsking(false)
      forgetReason()
      await queries.invalidateQueries({ queryKey: ['disclosures'] })
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  const label = field === 'id' ? words.person.idNumber : words.person.phone
  return (
    <Group gap="xs" wrap="nowrap" display="inline-flex">
      <span>{shown ?? masked}</span>
      {shown === undefined ? (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={words.disclose.show(label)}
          onClick={() => setAsking(true)}
        >
          {words.disclose.doShow}
        </Button>
      ) : (
        <Button size="compact-xs" variant="subtle" onClick={() => setShown(undefined)}>
          {words.disclose.hide}
        </Button>
      )}
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={words.disclose.title(name, label)}
        centered
      >
        <form
          onSubmit={event => {
            event.preventDefault()
            void disclose()
          }}
        >
          <Stack gap="sm">
            <Text className="quiet">{words.disclose.line}</Text>
            <Group gap="xs">
              {words.disclose.reasons.map(usual => (
                <Button
                  key={usual}
                  size="compact-sm"
                  variant={reason === usual ? 'light' : 'default'}
                  aria-pressed={reason === usual}
                  onClick={() => setReason(usual)}
                >
                  {usual}
                </Button>
              ))}
            </Group>
            <TextInput
              label={words.disclose.reason}
              placeholder={words.disclose.reasonExample}
              value={reason}
              maxLength={200}
              data-autofocus
              onChange={event => setReason(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setAsking(false)}>
                {words.say.cancel}
              </Button>
              <Button type="submit" loading={isBusy} disabled={reason.trim() === ''}>
                {words.disclose.doShow}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </Group>
  )
}
