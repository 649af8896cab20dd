import { useSpoken } from '../../text/language.ts'
import { Finder } from './finder.tsx'
import { useOrgsByName } from './record-picker.tsx'

type Props = {
  /** As the contract names it; undefined is the registry's own organization. */
  readonly org: string | undefined
  readonly name: string | undefined
  readonly onChange: (org: string | undefined, name: string | undefined) => void
  readonly label: string
  readonly placeholder: string
  /** What it is good for; a filter of a list has none, and its label is told to those who hear. */
  readonly hint?: string
}

/** Chooses an organization by a part of its name, where a list or a file is about one. */
export function OrgPicker({ org, name, onChange, label, placeholder, hint }: Props) {
  const { words } = useSpoken()
  return (
    <Finder
      {...(hint === undefined
        ? { 'aria-label': label, w: 240 }
        : { label, description: hint, inputWrapperOrder: ['label', 'input', 'description'] })}
      {...useOrgsByName()}
      clearable
      placeholder={placeholder}
      untyped={words.rosters.exportOrgHint}
      value={org ?? ''}
      named={org === undefined || name === undefined ? undefined : { id: org, name }}
      onChange={(id, name) => (id === '' ? onChange(undefined, undefined) : onChange(id, name))}
    />
  )
}
