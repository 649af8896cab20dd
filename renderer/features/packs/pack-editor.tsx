import { Alert, Button, Checkbox, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { severities } from '#contract/vocabulary.ts'
import { useClient } from '../../api/client.ts'
import { useStatus } from '../../api/questions.ts'
import { useChanged } from '../../api/use-changed.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { dayMeant } from '../../kit/forms/act-day.ts'
import { useDraft, useWorkingName } from '../../kit/this-pc.ts'
import { useSpoken } from '../../text/language.ts'
import { inOneLine } from '../../text/written.ts'
import {
  beginChanges,
  changesKept,
  keptChanges,
  type PackChanges,
  type ShownPack,
  sentChanges,
  wrongIn,
} from './draft-pack.ts'
import { PackRehearsal, type Rehearsal } from './pack-rehearsal.tsx'
import { PackTests } from './pack-tests.tsx'
import { groupsOf } from './pack-thresholds.tsx'
import { PackValues } from './pack-values.tsx'

/** The pack in force in a form: changed, rehearsed, and published once it was rehearsed as it stands. */
export function PackEditor({ onEnd }: { readonly onEnd: () => void }) {
  const client = useClient()
  const begun = useQuery({
    queryKey: ['pack-draft'],
    queryFn: () => client.rulePacks.inForce({}),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const today = useStatus().data?.clock.today ?? ''
  return (
    <Answer of={begun} lines={10}>
      {shown => <Form key={today} shown={shown} today={today} onEnd={onEnd} />}
    </Answer>
  )
}

type FormProps = {
  readonly shown: ShownPack
  readonly today: string
  readonly onEnd: () => void
}

function Form({ shown, today, onEnd }: FormProps) {
  const { words, say, language } = useSpoken()
  const { packs } = words
  const client = useClient()
  const changed = useChanged()
  const { done: tell, failed } = useNotices()
  const [by] = useWorkingName()
  const queries = useQueryClient()
  const [kept, keep, forget] = useDraft('rule-pack')
  const [changes, hold] = useState(
    () => changesKept(shown.id, kept) ?? beginChanges(shown, say(shown.name), today),
  )
  const setChanges = (to: PackChanges) => {
    hold(to)
    keep(keptChanges(shown.id, to))
  }
  const asked = (of: PackChanges) => ['pack-rehearsal', keptChanges(shown.id, of)]
  // Who went to see a branch finds what the rehearsal said as it was, until something is written.
  const [rehearsed, setRehearsed] = useState(() => {
    const found = queries.getQueryData<Rehearsal>(asked(changes))
    return found && { of: changes, found }
  })
  const [isBusy, setBusy] = useState(false)
  const wrong = wrongIn(changes)
  const next = async () =>
    (await client.rulePacks.revise({ name: 'pack.json', changes: sentChanges(changes) })).file
  const doing = async (work: () => Promise<void>) => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  const rehearse = () =>
    doing(async () => {
      const found = await client.rulePacks.rehearse({ file: await next() })
      queries.setQueryData(asked(changes), found)
      setRehearsed({ of: changes, found })
    })
  const publish = () =>
    doing(async () => {
      const done = await client.rulePacks.publish({ file: await next(), by })
      tell(inOneLine([...done.sentences, ...done.warnings].map(say), language), done.changeSet)
      end()
      await changed()
    })
  const end = () => {
    forget()
    onEnd()
  }
  const { byRule, verdict, general } = groupsOf(shown)
  const isFresh = rehearsed?.of === changes
  const field = (name: 'name' | 'year' | 'version' | 'since', label: string, width: number) => (
    <TextInput
      w={width}
      label={label}
      value={changes[name]}
      error={wrong.has(name) ? packs.badHead[name] : undefined}
      onChange={event => setChanges({ ...changes, [name]: event.currentTarget.value })}
      {...(name === 'since' && {
        onBlur: () => {
          const since = dayMeant(changes.since) ?? changes.since
          if (since !== changes.since) setChanges({ ...changes, since })
        },
      })}
    />
  )
  return (
    <Stack gap="sm">
      <section className="panel person-panel" aria-label={packs.edit}>
        <h2 className="panel-title">{packs.edit}</h2>
        <Text size="sm" className="quiet">
          {packs.editLine}
        </Text>
        <Group gap="sm" align="flex-start" mt={8}>
          {field('name', packs.name, 280)}
          {field('year', packs.year, 100)}
          {field('version', packs.versionLabel, 100)}
          {field('since', packs.sinceLabel, 140)}
        </Group>
        <Group gap="xs" mt="sm">
          <Button
            loading={isBusy}
            disabled={wrong.size > 0}
            variant="default"
            onClick={() => void rehearse()}
          >
            {packs.rehearse}
          </Button>
          <Button loading={isBusy} disabled={!isFresh} onClick={() => void publish()}>
            {packs.publish}
          </Button>
          <Button variant="subtle" onClick={end}>
            {packs.cancel}
          </Button>
          {rehearsed !== undefined && !isFresh && <span className="quiet">{packs.changedSince}</span>}
        </Group>
        {rehearsed !== undefined && (
          <div aria-live="polite">
            {rehearsed.found.failing.length > 0 && (
              <Alert color="orange" mt="sm">
                {rehearsed.found.failing.map(one => (
                  <div key={one.name}>{packs.fails(say(one.words), say(one.says))}</div>
                ))}
              </Alert>
            )}
            <PackRehearsal found={rehearsed.found} />
          </div>
        )}
      </section>
      <section className="panel person-panel" aria-label={packs.thresholds}>
        <PackValues title={packs.verdict} names={verdict} {...{ shown, changes, setChanges, wrong, today }} />
        <PackValues title={packs.general} names={general} {...{ shown, changes, setChanges, wrong, today }} />
        {byRule.map(({ rule, names }) => {
          const now = changes.rules[rule.rule] ?? { counts: rule.counts, atMost: rule.atMost }
          const change = (more: Partial<typeof now>) =>
            setChanges({ ...changes, rules: { ...changes.rules, [rule.rule]: { ...now, ...more } } })
          const title = `${rule.rule} ${say(rule.words)}`
          return (
            <PackValues
              key={rule.rule}
              title={title}
              names={names}
              {...{ shown, changes, setChanges, wrong, today }}
            >
              <Checkbox
                label={packs.counts}
                aria-label={`${packs.counts} ${title}`}
                checked={now.counts}
                onChange={event => change({ counts: event.currentTarget.checked })}
              />
              <Select
                size="xs"
                w={132}
                clearable
                aria-label={`${packs.atMost} ${title}`}
                placeholder={packs.asItIs}
                data={severities.map(value => ({ value, label: words.vocabulary.severity[value] }))}
                value={now.atMost}
                onChange={atMost => change({ atMost })}
              />
            </PackValues>
          )
        })}
      </section>
      <PackTests pack={shown} editing={{ changes, setChanges }} />
    </Stack>
  )
}
