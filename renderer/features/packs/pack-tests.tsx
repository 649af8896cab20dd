import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import type { PackTest } from '#contract/lifeline/pack-changes.ts'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { withWholeDays } from '../../kit/page/whole-days.tsx'
import { useSpoken } from '../../text/language.ts'
import { added, type PackChanges, type ShownPack } from './draft-pack.ts'
import { PackTestForm } from './pack-test-form.tsx'

type Props = {
  readonly pack: ShownPack
  /** Where the cases can be changed. */
  readonly editing?: {
    readonly changes: PackChanges
    readonly setChanges: (changes: PackChanges) => void
  }
}

type Row = { readonly at: string; readonly name: string; readonly test: PackTest | null }

/** The test cases of a pack: what a branch is like, what the rules have to say of it, and whether they do. */
export function PackTests({ pack, editing }: Props) {
  const { words, say, language } = useSpoken()
  const { packs } = words
  const [asked, setAsked] = useState<Row>()
  const changes = editing?.changes.tests ?? {}
  const rows: readonly Row[] = [
    ...pack.cases.flatMap(({ name, test }) => {
      const next = changes[name]
      if (next === null) return []
      return [{ at: name, name: next?.name ?? name, test: next ?? test }]
    }),
    ...Object.entries(changes).flatMap(([at, test]) =>
      at.startsWith(added) && test !== null ? [{ at, name: test.name, test }] : [],
    ),
  ]
  const put = (at: string, test: PackTest | null) => {
    if (editing === undefined) return
    const { [at]: _was, ...others } = editing.changes.tests
    // One that never stood in a pack leaves nothing behind.
    const tests = test === null && at.startsWith(added) ? others : { ...others, [at]: test }
    editing.setChanges({ ...editing.changes, tests })
  }
  return (
    <section className="panel person-panel" aria-label={packs.testCases}>
      <h2 className="panel-title">{packs.testCases}</h2>
      <p className="quiet small-note">{packs.testLine}</p>
      {rows.length === 0 && <p className="quiet">{packs.noTests}</p>}
      <ul className="pack-list">
        {rows.map(({ at, name, test }) => {
          const run = pack.cases.find(one => one.name === at)
          const isAsItWas = changes[at] === undefined
          const called = (language === 'en' ? test?.english : undefined) ?? name
          return (
            <li key={at}>
              <Group gap="xs">
                <strong>{called}</strong>
                {isAsItWas && run !== undefined && (
                  <SeverityTag severity={run.says === null ? 'info' : 'orange'}>
                    {run.says === null ? packs.passes : packs.doesNotPass}
                  </SeverityTag>
                )}
                {editing !== undefined && (
                  <>
                    {test !== null && (
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-label={`${words.byHand.edit} ${called}`}
                        onClick={() => setAsked({ at, name, test })}
                      >
                        {words.byHand.edit}
                      </Button>
                    )}
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      aria-label={`${packs.takeOut} ${called}`}
                      onClick={() => put(at, null)}
                    >
                      {packs.takeOut}
                    </Button>
                  </>
                )}
              </Group>
              {test !== null && <TestLine test={test} />}
              {isAsItWas && run?.says != null && (
                <div className="pack-note">{withWholeDays(say(run.says))}</div>
              )}
            </li>
          )
        })}
      </ul>
      {editing !== undefined && (
        <Group>
          <Button
            variant="default"
            onClick={() => setAsked({ at: `${added}${Object.keys(changes).length}`, name: '', test: null })}
          >
            {packs.addTest}
          </Button>
        </Group>
      )}
      {asked !== undefined && (
        <PackTestForm
          test={asked.test}
          taken={rows.filter(({ at }) => at !== asked.at).map(({ name }) => name)}
          pack={pack}
          onEnd={() => setAsked(undefined)}
          onTest={test => {
            put(asked.at, test)
            setAsked(undefined)
          }}
        />
      )}
    </section>
  )
}

/** On which day, what the branch is like, and what has to come of it. */
function TestLine({ test: { on, branch, expect } }: { readonly test: PackTest }) {
  const { words } = useSpoken()
  const { packs } = words
  const said = Object.entries(branch).map(([field, value]) => packs.branch(field, String(value)))
  return (
    <Stack gap={2}>
      <span className="quiet">
        {packs.onDay(on)}
        {said.length === 0 ? packs.inOrder : said.join(words.packet.comma)}
      </span>
      <Group gap="xs">
        {Object.entries(expect.rules).map(([rule, severity]) => (
          <span key={rule}>
            {rule}{' '}
            {severity === 'none' ? (
              <span className="quiet">{packs.finds.none}</span>
            ) : (
              <SeverityTag severity={severity} />
            )}
          </span>
        ))}
        {expect.suggested !== undefined && (
          <span>{expect.suggested ? packs.isSuggested : packs.isNotSuggested}</span>
        )}
      </Group>
    </Stack>
  )
}
