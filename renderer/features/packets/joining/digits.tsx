import { groupsOf } from './groups.ts'

/** A fingerprint in its groups of digits, large enough to be read out over the telephone. */
export function Digits({ fingerprint, label }: { readonly fingerprint: string; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields, and these are only read
    <div className="digits" role="group" aria-label={label}>
      {groupsOf(fingerprint).map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same group may come twice, and the order never changes
        <span key={at}>{group}</span>
      ))}
    </div>
  )
}
