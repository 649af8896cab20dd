import { Button, Select } from '@mantine/core'
import { Fragment, useMemo, useState } from 'react'
import { addForm, type Form, sharedForm } from '#db/records/forms.ts'
import { kindOf } from '#db/records/kinds.ts'
import { useClient } from '../../../api/client.ts'
import { useSpoken } from '../../../text/language.ts'
import { upperFirst } from '../../../text/word-of.ts'
import { SidePanel } from '../../page/side-panel.tsx'
import { useKept, useWorkingName } from '../../this-pc.ts'
import { DraftNote } from '../draft-note.tsx'
import { RecordField } from '../record-field.tsx'
import { ManyForm } from './many-form.tsx'

/** What is to be done to many records of a kind: one field changed, or a stay begun for each. */
export type ManyAsked = {
  readonly kind: string
  readonly ids: readonly string[]
  readonly title: string
  /** A kind of stay that is begun for each of them, or the case that is opened; without it one field is changed. */
  readonly add?: string
  /** Fields that this act has nothing to do with. */
  readonly without?: readonly string[]
  /** What is filled in already, as it would be typed. */
  readonly set?: Readonly<Record<string, string>>
  /** Told when it is done, so that the chosen rows are let go. */
  readonly onDone: () => void
}

/** What is said for many: the field that is changed, and what is filled in. */
type Said = { readonly field: string; readonly set: Readonly<Record<string, string>> }

type Props = { readonly asked: ManyAsked; readonly onEnd: () => void }

/** Beside the list: what is said once for all chosen rows, and below it what will come of it, row by row. */
export function ManyPanel({ asked, onEnd }: Props) {
  return (
    <SidePanel title={asked.title} onEnd={onEnd}>
      <ManyRecords asked={asked} onEnd={onEnd} />
    </SidePanel>
  )
}

function ManyRecords({ asked, onEnd }: Props) {
  const { kind, ids, add, without = [] } = asked
  const { words, language } = useSpoken()
  const client = useClient()
  const [by] = useWorkingName()
  const {
    kept,
    say: keep,
    forget,
    wasKept,
  } = useKept<Said>(['many', kind, add ?? 'edit', ...without].join('.'))
  const [draft, setDraft] = useState(0)
  const set = useMemo(() => kept.set ?? asked.set ?? {}, [kept.set, asked.set])
  const { field } = kept
  const setSet = (now: Said['set']) => keep({ set: now })
  const fields = fieldsOf(kind, add, without)
  const shown = add === undefined ? fields.filter(([name]) => name === field) : fields
  const isSaid =
    add === undefined
      ? field !== undefined && field !== '' && field in set
      : Object.values(set).some(v => v !== '') &&
        fields.every(([name, one]) => !one.required || (set[name] ?? '').trim() !== '')
  const act = { ids: [...ids], ...(add !== undefined && { add }), by }
  return (
    <ManyForm
      title={asked.title}
      count={ids.length}
      act={act}
      said={set}
      isSaid={isSaid}
      shown={shown.map(([name]) => name)}
      send={(said, how, signal) =>
        add === 'rectification'
          ? client.cases.openMany({ ids: [...ids], by, set: { ...said }, ...how }, { signal })
          : client.records.many({ ...act, set: { ...said }, ...how }, { signal })
      }
      onDone={() => {
        forget()
        asked.onDone()
      }}
      onEnd={onEnd}
    >
      {mistake => (
        <Fragment key={draft}>
          {wasKept && (
            <DraftNote
              onStartAgain={() => {
                forget()
                setDraft(draft + 1)
              }}
            />
          )}
          {add === undefined && (
            <Select
              label={words.byHand.many.field}
              data={fields.map(([name, one]) => ({ value: name, label: upperFirst(one.words[language]) }))}
              searchable
              data-autofocus
              data-field=""
              value={field === undefined || field === '' ? null : field}
              onChange={name => {
                keep({ field: name ?? '', set: {} })
              }}
            />
          )}
          {shown.map(([name, one], at) => (
            <RecordField
              key={name}
              name={name}
              field={add === undefined ? { ...one, required: false } : one}
              value={set[name] ?? ''}
              mistake={mistake?.field === name ? { text: mistake.text, repair: null } : undefined}
              hint={one.blank?.[language]}
              isFixed={false}
              named={undefined}
              within={undefined}
              isFirst={at === 0}
              onChange={value => setSet({ ...set, [name]: value })}
              onBlur={() => undefined}
            />
          ))}
          {add === undefined && field !== undefined && field !== '' && !(field in set) && (
            <Button
              variant="subtle"
              size="compact-sm"
              style={{ alignSelf: 'flex-start' }}
              onClick={() => setSet({ [field]: '' })}
            >
              {words.byHand.many.clear}
            </Button>
          )}
        </Fragment>
      )}
    </ManyForm>
  )
}

/** What can be said once for all: the fields that records may share, or those of a stay without whose it is. */
function fieldsOf(kind: string, add: string | undefined, without: readonly string[]) {
  const form: Form | undefined = add === undefined ? sharedForm(kind) : addForm(add)
  const subject = add === undefined ? undefined : kindOf(add)?.series?.subject
  const order = form?.first ?? []
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return Object.entries(form?.fields ?? {})
    .filter(([name]) => name !== subject && !without.includes(name))
    .toSorted(([a], [b]) => place(a) - place(b))
}
