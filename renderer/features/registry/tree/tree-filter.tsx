import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useFoundOrgs } from '../../../api/questions.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { foundBy } from '../../../kit/page/found-by.ts'
import { isComposing } from '../../../kit/page/is-composing.ts'
import { useSpoken } from '../../../text/language.ts'

/** So many organizations are listed; who looks for one among more types on. */
const most = 50

type Props = {
  readonly text: string
  readonly onText: (text: string) => void
}

/** What is looked for in the tree; while a Chinese word is still being composed nothing is. */
export function TreeFilter({ text, onText }: Props) {
  const { words } = useSpoken()
  const [typed, setTyped] = useState(text)
  const told = (value: string) => {
    setTyped(value)
    onText(value.trim())
  }
  return (
    <TextInput
      px={8}
      pb={6}
      size="xs"
      value={typed}
      aria-label={words.glance.filterTree}
      placeholder={words.glance.filterTreeHint}
      leftSection={<IconSearch size={14} aria-hidden />}
      onChange={event => {
        setTyped(event.currentTarget.value)
        if (!isComposing(event.nativeEvent)) onText(event.currentTarget.value.trim())
      }}
      onCompositionEnd={event => onText(event.currentTarget.value.trim())}
      onKeyDown={event => {
        if (isComposing(event.nativeEvent)) return
        if (event.key === 'Escape' && typed !== '') told('')
        if (event.key !== 'ArrowDown') return
        event.preventDefault()
        document.querySelector<HTMLElement>('.tree-found button')?.focus()
      }}
    />
  )
}

type FoundProps = {
  readonly text: string
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
}

/** In place of the tree: the organizations that are called so, each with where it hangs. */
export function TreeFound({ text, chosen, onChoose }: FoundProps) {
  const { words } = useSpoken()
  const list = useRef<HTMLUListElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = buttons.findIndex(button => button.matches(':focus'))
    buttons[at + step]?.focus()
  }
  return (
    <Answer of={useFoundOrgs(text, most)} lines={8}>
      {({ orgs }) =>
        orgs.length === 0 ? (
          <div className="quiet tree-note">{words.glance.filterNone}</div>
        ) : (
          <ul className="tree-found" ref={list} aria-label={words.glance.filterTree} onKeyDown={onKeyDown}>
            {orgs.map(({ id, name, path, ...org }) => (
              <li key={id}>
                <button
                  type="button"
                  title={name}
                  aria-current={id === chosen ? 'true' : undefined}
                  onClick={() => onChoose(id)}
                >
                  <span className="tree-found-name">{name}</span>
                  <span className="quiet tree-found-path">
                    {[foundBy(org, words), path.slice(1).join(' / ')].filter(Boolean).join('  ')}
                  </span>
                </button>
              </li>
            ))}
            {orgs.length === most && <li className="quiet tree-note">{words.glance.filterMore(most)}</li>}
          </ul>
        )
      }
    </Answer>
  )
}
