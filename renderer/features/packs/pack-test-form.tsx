import { Button, Group, Select, SimpleGrid, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type PackTest, packTestSchema } from '#contract/lifeline/pack-changes.ts'
import { severities } from '#contract/vocabulary.ts'
import { useStatus } from '../../api/questions.ts'
import { AskFirst, AskForm } from '../../kit/feedback/ask-first.tsx'
import { dayMeant } from '../../kit/forms/act-day.ts'
import { DraftNote } from '../../kit/forms/draft-note.tsx'
import { useKept } from '../../kit/this-pc.ts'
import { useSpoken } from '../../text/language.ts'
import { digitsOf, type ShownPack } from './draft-pack.ts'

type Props = {
  /** The case as it stands; null for a new one. */
  readonly test: PackTest | null
  /** Names that other cases have. */
  readonly taken: readonly string[]
  readonly pack: ShownPack
  readonly onEnd: () => void
  readonly onTest: (test: PackTest) => void
}

const fields = Object.keys(packTestSchema.shape.branch.shape)
const days: ReadonlySet<string> = new Set(['secretaryLeft', 'elected', 'founded', 'lastMeeting'])
const outcomes = [...severities, 'none'] as const
type Outcome = (typeof outcomes)[number]

/** What is filled in, as it is typed. */
type Said = {
  readonly name: string
  readonly on: string
  readonly branch: Readonly<Record<string, string>>
  readonly rules: readonly (readonly [rule: string, is: Outcome])[]
  readonly suggested: string
}

/** A day as every form reads it; what is none stays as it was typed. */
const meant = (typed: string) => dayMeant(typed) ?? typed.trim()

function saidIn(test: PackTest | null, today: string): Said {
  return {
    name: test?.name ?? '',
    on: test?.on ?? today,
    branch: Object.fromEntries(
      Object.entries(test?.branch ?? {}).map(([field, value]) => [field, String(value)]),
    ),
    rules: Object.entries(test?.expect.rules ?? {}),
    suggested: test?.expect.suggested === undefined ? 'open' : String(test.expect.suggested),
  }
}

/** A test case in a form: a branch in order but for what is filled in, and what the rules have to find. */
export function PackTestForm({ test, taken, pack, onEnd, onTest }: Props) {
  const { words, say } = useSpoken()
  const { packs } = words
  const today = useStatus().data?.clock.today ?? ''
  const { kept, say: keep, forget, wasKept } = useKept<Said>(`pack-test.${test?.name ?? ''}`)
  const { name, on, branch, rules, suggested }: Said = { ...saidIn(test, today), ...kept }
  const [wasSent, setSent] = useState(false)

  const written = Object.entries(branch).filter(([, value]) => value.trim() !== '')
  const read = packTestSchema.safeParse({
    name: name.trim(),
    // Another name is not what stood there in English.
    ...(test?.english !== undefined && name.trim() === test.name && { english: test.english }),
    on: meant(on),
    branch: Object.fromEntries(
      written.map(([field, value]) => [field, days.has(field) ? meant(value) : Number(digitsOf(value))]),
    ),
    expect: {
      rules: Object.fromEntries(rules),
      ...(suggested !== 'open' && { suggested: suggested === 'true' }),
    },
  })
  const wrong = new Set(read.success ? [] : read.error.issues.map(({ path }) => path.slice(0, 2).join('.')))
  const isTaken = taken.includes(name.trim())
  const asksNothing = rules.length === 0 && suggested === 'open'
  const told = (at: string, sentence: string) => (wasSent && wrong.has(at) ? sentence : undefined)
  const free = pack.rules.filter(({ rule }) => !rules.some(([one]) => one === rule))
  return (
    <AskFirst
      opened
      size="xl"
      title={test === null ? packs.addTest : `${words.byHand.edit} ${test.name}`}
      onEnd={onEnd}
    >
      <AskForm
        does={packs.keepTest}
        onEnd={onEnd}
        onDo={() => {
          setSent(true)
          if (!read.success || isTaken || asksNothing) return
          forget()
          onTest(read.data)
        }}
      >
        {wasKept && <DraftNote onStartAgain={forget} />}
        <Group gap="sm" align="flex-start">
          <TextInput
            label={packs.testName}
            required
            w={340}
            maxLength={200}
            data-autofocus
            value={name}
            error={told('name', packs.nameMissing) ?? (isTaken ? packs.nameTaken : undefined)}
            onChange={event => keep({ name: event.currentTarget.value })}
          />
          <TextInput
            label={packs.testDay}
            required
            w={150}
            value={on}
            error={told('on', packs.badDay)}
            onChange={event => keep({ on: event.currentTarget.value })}
            onBlur={() => meant(on) !== on && keep({ on: meant(on) })}
          />
        </Group>
        <fieldset className="plain-set">
          <legend>{packs.branchIs}</legend>
          <SimpleGrid cols={4} spacing="sm" verticalSpacing="xs">
            {fields.map(field => (
              <TextInput
                key={field}
                size="xs"
                label={packs.branchFields[field] ?? field}
                placeholder={days.has(field) ? words.byHand.example('2018-03-05') : undefined}
                value={branch[field] ?? ''}
                error={told(`branch.${field}`, days.has(field) ? packs.badDay : packs.badNumber)}
                onChange={event => keep({ branch: { ...branch, [field]: event.currentTarget.value } })}
                onBlur={() => {
                  const typed = branch[field] ?? ''
                  if (days.has(field) && meant(typed) !== typed)
                    keep({ branch: { ...branch, [field]: meant(typed) } })
                }}
              />
            ))}
          </SimpleGrid>
        </fieldset>
        <fieldset className="plain-set">
          <legend>{packs.hasToFind}</legend>
          {rules.map(([rule, is], at) => (
            <Group key={rule} gap="xs" mb={6}>
              <span className="pack-name">
                {rule} {say(pack.rules.find(one => one.rule === rule)?.words ?? { zh: '', en: '' })}
              </span>
              <Select
                size="xs"
                w={150}
                allowDeselect={false}
                aria-label={packs.findsOf(rule)}
                data={outcomes.map(value => ({
                  value,
                  label: value === 'none' ? packs.finds.none : words.vocabulary.severity[value],
                }))}
                value={is}
                onChange={next => {
                  const outcome = outcomes.find(one => one === next)
                  if (outcome !== undefined) keep({ rules: rules.with(at, [rule, outcome]) })
                }}
              />
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={`${packs.takeOut} ${rule}`}
                onClick={() => keep({ rules: rules.filter(([one]) => one !== rule) })}
              >
                {packs.takeOut}
              </Button>
            </Group>
          ))}
          <Group gap="sm" align="flex-end">
            <Select
              size="xs"
              w={260}
              label={packs.addRule}
              searchable
              data={free.map(({ rule, words: called }) => ({ value: rule, label: `${rule} ${say(called)}` }))}
              value={null}
              error={wasSent && asksNothing ? packs.asksNothing : undefined}
              onChange={rule => rule !== null && keep({ rules: [...rules, [rule, 'red']] })}
            />
            <Select
              size="xs"
              w={180}
              label={packs.verdict}
              allowDeselect={false}
              data={[
                { value: 'open', label: packs.notAsked },
                { value: 'true', label: packs.isSuggested },
                { value: 'false', label: packs.isNotSuggested },
              ]}
              value={suggested}
              onChange={next => keep({ suggested: next ?? 'open' })}
            />
          </Group>
        </fieldset>
      </AskForm>
    </AskFirst>
  )
}
