import { Anchor, Autocomplete, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Form } from '#db/records/forms.ts'
import { useSpoken } from '../../text/language.ts'
import { upperFirst } from '../../text/word-of.ts'
import type { Words } from '../../text/zh-CN.ts'
import { withWholeDays } from '../page/whole-days.tsx'
import { FilesField } from './files-field.tsx'
import { ChoiceSelect, type Named } from './finder.tsx'
import { type AskedPair, PairsField } from './pairs-field.tsx'
import { OrgField, PersonField } from './record-picker.tsx'

/** What of a field its input needs to know. */
export type ShownField = Pick<NonNullable<Form['fields'][string]>, 'words' | 'required' | 'input'> & {
  readonly type?: string
  /** What its roster gives as an example. */
  readonly example?: string
}
/** What is wrong with a field: a sentence, and a value to use instead. */
export type Mistake = { readonly text: string; readonly repair: string | null }

const doubtBelow: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']

type Props = {
  readonly name: string
  readonly field: ShownField
  readonly value: string
  readonly mistake: Mistake | undefined
  /** What the empty field is taken for, or what its hidden value is. */
  readonly hint: string | undefined
  /** What is taken, and had better be looked at again. */
  readonly doubt?: string | undefined
  readonly isFixed: boolean
  readonly named: Named | undefined
  readonly within: string | undefined
  /** What is usually written here. */
  readonly suggested?: readonly string[]
  /** Of names with values, the names that are asked for. */
  readonly pairs?: readonly AskedPair[]
  /** Which of its choices is meant by another word for it. */
  readonly meant?: ((text: string) => unknown) | undefined
  /** Of its choices, those that can be chosen; all where nothing is said. */
  readonly only?: readonly string[] | undefined
  /** The form begins here. */
  readonly isFirst: boolean
  readonly onChange: (value: string) => void
  readonly onBlur: () => void
}

/** One field of a record's form, with the input that its type asks for. */
export function RecordField(props: Props) {
  const { name, field, value, mistake, hint, doubt, isFixed } = props
  const { named, within, suggested, isFirst, onChange, onBlur } = props
  const { language, words } = useSpoken()
  const { input } = field
  const label = upperFirst(field.words[language])
  const choice = input.as === 'select' ? input.options.find(([code]) => code === mistake?.repair) : undefined
  const repaired = choice?.[1][language] ?? mistake?.repair
  const error = mistake && <Told mistake={mistake} called={repaired ?? ''} onRepair={onChange} />
  const common = {
    label,
    required: field.required && !isFixed,
    disabled: isFixed,
    error,
    description: isFixed ? words.byHand.fixed : doubt && withWholeDays(doubt),
    // A doubt stands where a mistake would: what is above it stays where it was.
    ...(doubt !== undefined && { inputWrapperOrder: doubtBelow }),
    onBlur,
    'data-autofocus': isFirst || undefined,
  }
  switch (input.as) {
    case 'ref': {
      const picker = { ...common, name, value, named, onChange }
      return input.to === 'org' ? <OrgField {...picker} /> : <PersonField {...picker} within={within} />
    }
    case 'select': {
      const { only } = props
      const offered = input.options.filter(([code]) => only?.includes(code) ?? true)
      const options = offered.map(([code, says]) => ({ value: code, label: says[language] }))
      return input.open ? (
        <Autocomplete
          {...common}
          data-field={name}
          placeholder={hint}
          data={options.map(option => option.value)}
          value={value}
          onChange={onChange}
        />
      ) : (
        <ChoiceSelect
          {...common}
          data-field={name}
          placeholder={hint}
          data={options}
          clearable={!field.required}
          meant={props.meant}
          value={value}
          onChange={onChange}
        />
      )
    }
    case 'pairs':
      return (
        <PairsField
          name={name}
          label={label}
          required={common.required}
          error={error}
          onBlur={onBlur}
          value={value}
          onChange={onChange}
          keys={props.pairs ?? []}
          of={input.of}
          hint={input.of.as === 'select' && input.of.open ? words.byHand.pairKind : undefined}
        />
      )
    case 'files':
      return <FilesField {...{ name, label, value, error, onChange }} />
    case 'lines':
      return (
        <Textarea
          {...common}
          data-field={name}
          autosize
          minRows={2}
          maxRows={6}
          placeholder={hint}
          value={value}
          onChange={event => onChange(event.currentTarget.value)}
        />
      )
    default:
      return suggested !== undefined ? (
        <Autocomplete
          {...common}
          data-field={name}
          placeholder={hint}
          data={[...suggested]}
          // Enter takes the first of them, also if somebody typed before they came.
          selectFirstOptionOnChange={suggested.length > 0 && value !== ''}
          value={value}
          onChange={onChange}
        />
      ) : (
        <TextInput
          {...common}
          data-field={name}
          autoComplete="off"
          inputMode={input.as === 'number' ? 'numeric' : undefined}
          placeholder={hint ?? exampleOf(field, words.byHand)}
          value={value}
          onChange={event => onChange(event.currentTarget.value)}
        />
      )
  }
}

/** How what is asked for is written, where that is not plain. */
function exampleOf({ input, type, example }: ShownField, say: Words['byHand']): string | undefined {
  if (type === 'id-number') return say.idNumberExample
  if (input.as === 'day') return say.example(example ?? '2018-03-05')
  if (input.as === 'month') return say.example(example ?? '2018-03')
  return undefined
}

function Told({
  mistake,
  called,
  onRepair,
}: {
  readonly mistake: Mistake
  /** The value to use instead, as it is shown. */
  readonly called: string
  readonly onRepair: (to: string) => void
}): ReactNode {
  const { words } = useSpoken()
  const { text, repair } = mistake
  return (
    <>
      {withWholeDays(text)}{' '}
      {repair !== null && (
        <Anchor
          component="button"
          type="button"
          size="xs"
          // The field keeps its focus, or leaving it would be told as a mistake once more.
          onMouseDown={event => event.preventDefault()}
          onClick={() => onRepair(repair)}
        >
          {words.byHand.takeRepair(called)}
        </Anchor>
      )}
    </>
  )
}
