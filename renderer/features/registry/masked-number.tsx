import { Button, Group, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../api/client.ts'
import { AskFirst, AskForm, ReasonField } from '../../kit/feedback/ask-first.tsx'
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
    <Group gap="xs" display="inline-flex" className="masked-number">
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
      <AskFirst opened={isAsking} title={words.disclose.title(name, label)} onEnd={() => setAsking(false)}>
        <AskForm
          does={words.disclose.doShow}
          isReady={reason.trim() !== ''}
          isBusy={isBusy}
          onEnd={() => setAsking(false)}
          onDo={() => void disclose()}
        >
          <Text className="quiet">{words.disclose.line}</Text>
          <ReasonField
            label={words.disclose.reason}
            placeholder={words.disclose.reasonExample}
            usual={words.disclose.reasons}
            value={reason}
            onChange={setReason}
          />
        </AskForm>
      </AskFirst>
    </Group>
  )
}
