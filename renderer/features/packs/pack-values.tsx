import { Button, Group, TextInput } from '@mantine/core'
import { dayMeant } from '../../kit/forms/act-day.ts'
import { useSpoken } from '../../text/language.ts'
import { wordFor } from '../../text/written.ts'
import type { PackChanges, ShownPack, WrittenThreshold } from './draft-pack.ts'

type ValuesProps = {
  readonly title: string
  readonly names: readonly string[]
  readonly shown: ShownPack
  readonly changes: PackChanges
  readonly setChanges: (changes: PackChanges) => void
  readonly wrong: ReadonlySet<string>
  readonly today: string
  readonly children?: React.ReactNode
}

/** The thresholds of one rule: what holds, a new value from a day on, its basis and source, and that they were looked at. */
export function PackValues({
  title,
  names,
  shown,
  changes,
  setChanges,
  wrong,
  today,
  children,
}: ValuesProps) {
  const { words, say } = useSpoken()
  const { packs } = words
  return (
    <div className="pack-group">
      <Group gap="md" className="pack-rule">
        <h3>{title}</h3>
        {children}
      </Group>
      {names.map(name => {
        const now = shown.thresholds.find(one => one.name === name && one.holds)
        const written = changes.thresholds[name]
        const called = wordFor(packs.names, name)
        const before = { basis: now?.basis == null ? '' : say(now.basis), source: now?.source ?? '' }
        const set = (next: WrittenThreshold | undefined) => {
          const { [name]: _was, ...others } = changes.thresholds
          const thresholds = next === undefined ? others : { ...others, [name]: next }
          setChanges({ ...changes, thresholds })
        }
        const ground = (field: 'basis' | 'source') =>
          written && (
            <TextInput
              size="xs"
              w={field === 'basis' ? 220 : 120}
              maxLength={2000}
              aria-label={`${packs[field]} ${called}`}
              placeholder={packs[field]}
              value={written[field]}
              onChange={event => set({ ...written, [field]: event.currentTarget.value })}
            />
          )
        return (
          <Group key={name} gap="xs" className="pack-line" align="flex-start">
            <span className="pack-name">{called}</span>
            <span className="pack-value">{now?.value ?? ''}</span>
            {written === undefined ? (
              <>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={packs.addValue(called)}
                  onClick={() =>
                    set({ value: String(now?.value ?? ''), from: changes.since, basis: '', source: '' })
                  }
                >
                  {packs.newValue}
                </Button>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={packs.changeGround(called)}
                  onClick={() => set(before)}
                >
                  {packs.ground}
                </Button>
                <span className="quiet">{[before.basis, before.source].filter(Boolean).join(' ')}</span>
              </>
            ) : (
              <>
                {written.value !== undefined && (
                  <TextInput
                    size="xs"
                    w={90}
                    aria-label={`${packs.newValue} ${called}`}
                    value={written.value}
                    error={wrong.has(`${name} value`) ? packs.badValue : undefined}
                    onChange={event => set({ ...written, value: event.currentTarget.value })}
                  />
                )}
                {written.from !== undefined && (
                  <TextInput
                    size="xs"
                    w={110}
                    aria-label={`${packs.newFrom} ${called}`}
                    value={written.from}
                    error={wrong.has(`${name} from`) ? packs.badDay : undefined}
                    onChange={event => set({ ...written, from: event.currentTarget.value })}
                    onBlur={() => {
                      const from = dayMeant(written.from ?? '')
                      if (from !== undefined && from !== written.from) set({ ...written, from })
                    }}
                  />
                )}
                {ground('basis')}
                {ground('source')}
                <Button
                  size="compact-xs"
                  variant="subtle"
                  aria-label={packs.removeValue(called)}
                  onClick={() => set(undefined)}
                >
                  {packs.cancel}
                </Button>
              </>
            )}
            <span className="quiet pack-checked">
              {changes.checked.has(name) ? today : (now?.checked ?? packs.never)}
            </span>
            {now?.checked !== today && !changes.checked.has(name) && (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={packs.checkNow(called)}
                onClick={() => setChanges({ ...changes, checked: new Set([...changes.checked, name]) })}
              >
                {packs.checkedNow}
              </Button>
            )}
          </Group>
        )
      })}
    </div>
  )
}
