import { Pill, SegmentedControl } from '@mantine/core'
import type { Named } from '../../../kit/forms/finder.tsx'
import { PersonField } from '../../../kit/forms/record-picker.tsx'
import { useSpoken } from '../../../text/language.ts'

export type Everyone = 'cadres' | 'members'
/** Whom a form is about: some people, in this order, or everybody of the organization. */
export type Whom = { readonly people: readonly Named[]; readonly everyone?: Everyone | undefined }

type Props = {
  readonly whom: Whom
  /** For how many people the form has room; more of them take more pages. */
  readonly room: number
  readonly within: string | undefined
  readonly onChange: (whom: Whom) => void
}

/** Chooses whom a form of people is filled for: one after the other, or all of an organization. */
export function WhomField({ whom, room, within, onChange }: Props) {
  const { words } = useSpoken()
  const { forms: say } = words
  const { people, everyone } = whom
  return (
    <>
      <SegmentedControl
        aria-label={say.whom}
        size="xs"
        value={everyone ?? 'some'}
        data={[
          { value: 'some', label: say.whomSome },
          { value: 'cadres', label: say.whomCadres },
          { value: 'members', label: say.whomMembers },
        ]}
        onChange={value =>
          onChange({ people, everyone: value === 'cadres' || value === 'members' ? value : undefined })
        }
      />
      {everyone === undefined && (
        <PersonField
          // Begun anew behind each person, for the next one.
          key={people.length}
          name="person"
          label={people.length === 0 ? say.whom : say.whomNext}
          required={false}
          disabled={false}
          error={undefined}
          description={room > 1 ? say.whomRoom(String(room)) : undefined}
          value=""
          named={undefined}
          within={within}
          onBlur={() => {}}
          onChange={(id, name) => {
            if (id !== '' && !people.some(one => one.id === id))
              onChange({ people: [...people, { id, name }] })
          }}
        />
      )}
      {everyone === undefined &&
        people.map(one => (
          <Pill
            key={one.id}
            withRemoveButton
            removeButtonProps={{ 'aria-label': say.whomWithout(one.name), 'aria-hidden': false, tabIndex: 0 }}
            onRemove={() => onChange({ people: people.filter(other => other !== one) })}
          >
            {one.name}
          </Pill>
        ))}
    </>
  )
}
