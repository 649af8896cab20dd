import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { type Tier, tierSchema, tiers } from '#contract/vocabulary.ts'
import { org } from '#db/records/org.ts'
import { useClient } from '../../api/client.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { saveFile } from '../../kit/files/save-file.ts'
import { useDraft, useWorkingName } from '../../kit/this-pc.ts'
import { useSpoken } from '../../text/language.ts'
import { tierOfName } from '../../text/tier-of-name.ts'
import { wordOf } from '../../text/word-of.ts'
import { WhoField } from './who-field.tsx'

/** The questions of a beginning; what was typed is kept until it has been used. */
export function BeginForm({ way }: { readonly way: 'create' | 'join' }) {
  const { language, words, say } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { failed } = useNotices()
  const [by] = useWorkingName()
  const [name, setName, forgetName] = useDraft('start.name')
  const [short, setShort, forgetShort] = useDraft('start.short')
  const [code, setCode, forgetCode] = useDraft('start.code')
  const [chosenTier, setTier] = useState<Tier>()
  const tier = chosenTier ?? tierOfName(name)
  const [isMissing, setMissing] = useState(false)
  const [isBusy, setBusy] = useState(false)

  const begin = async () => {
    if (name.trim() === '') {
      setMissing(true)
      return
    }
    setBusy(true)
    try {
      if (way === 'create') {
        const { warnings } = await client.registry.init({
          name,
          tier,
          by,
          ...(short.trim() !== '' && { short }),
          ...(code.trim() !== '' && { code }),
        })
        for (const warning of warnings) notifications.show({ message: say(warning), autoClose: 12_000 })
      } else {
        const { file } = await client.packets.enrolRequest({ name })
        saveFile(file)
      }
      for (const forget of [forgetName, forgetShort, forgetCode]) forget()
      await changed()
    } catch (error) {
      failed(error)
      setBusy(false)
    }
  }

  return (
    <form
      className="panel"
      style={{ padding: 20 }}
      onSubmit={event => {
        event.preventDefault()
        void begin()
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={words.start.name}
          placeholder={words.start.nameExample}
          value={name}
          data-autofocus
          error={isMissing && name.trim() === '' ? words.start.needed : null}
          onChange={event => setName(event.currentTarget.value)}
        />
        {way === 'create' && (
          <>
            <Select
              label={wordOf(org, 'tier', language)}
              data={tiers.map(value => ({ value, label: words.vocabulary.tier[value] }))}
              value={tier}
              allowDeselect={false}
              onChange={value => setTier(tierSchema.parse(value))}
            />
            <Group grow align="flex-start">
              <TextInput
                label={words.start.short}
                value={short}
                onChange={event => setShort(event.currentTarget.value)}
              />
              <TextInput
                label={words.start.code}
                title={words.start.codeHint}
                value={code}
                onChange={event => setCode(event.currentTarget.value)}
              />
            </Group>
          </>
        )}
        <WhoField label={words.start.who} description={words.start.whoHint} />
        <Group justify="flex-end" mt="xs">
          <Button type="submit" loading={isBusy}>
            {way === 'create' ? words.start.doCreate : words.start.doJoin}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
