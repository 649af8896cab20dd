import { TextInput, type TextInputProps } from '@mantine/core'
import { useId } from 'react'
import { useWorkers } from '../../api/questions.ts'
import { useWorkingName } from '../../kit/this-pc.ts'

type Props = Pick<TextInputProps, 'label' | 'description' | 'placeholder' | 'w' | 'aria-label'>

/** Who is working: a name picked from those who worked here before, or typed. */
export function WhoField(props: Props) {
  const [name, setName] = useWorkingName()
  const workers = useWorkers().data ?? []
  const list = useId()
  return (
    <>
      <TextInput
        {...props}
        list={list}
        value={name}
        maxLength={40}
        onChange={event => setName(event.currentTarget.value)}
      />
      <datalist id={list}>
        {workers.map(who => (
          <option key={who} value={who} />
        ))}
      </datalist>
    </>
  )
}
