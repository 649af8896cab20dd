import { type KeyboardEvent, useRef, useState } from 'react'
import type { OrgNode } from '#contract/looking.ts'
import { isComposing } from '../../../kit/page/is-composing.ts'
import { useSpoken } from '../../../text/language.ts'
import { treeStep } from './tree-key.ts'
import { TreeLines } from './tree-lines.tsx'
import { nothingTyped, type Typed, typeAhead, typedOn, writes } from './type-ahead.ts'
import { useTree } from './use-tree.ts'

type Props = {
  readonly top: OrgNode
  readonly chosen: string | undefined
  readonly asOf: string | undefined
  readonly onChoose: (id: string) => void
}

/** The organizations as a tree that draws only the lines in sight and asks for children when they are opened. */
export function OrgTree({ top, chosen, asOf, onChoose }: Props) {
  const { words } = useSpoken()
  const { lines, toggle, chosenId } = useTree(top, chosen, asOf)
  // Not a ref: the lines are there before what they are scrolled in, and are drawn once it is there too.
  const [scroll, setScroll] = useState<HTMLDivElement | null>(null)
  const typed = useRef<Typed>(nothingTyped)
  const at = lines.findIndex(({ node }) => node.id === chosenId)
  const go = (index: number | undefined) => {
    const id = index === undefined ? undefined : lines[index]?.node.id
    if (id !== undefined) onChoose(id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isComposing(event.nativeEvent)) return
    const here = Math.max(at, 0)
    const step = treeStep(event.key, lines, here)
    if (step === undefined && !writes(event.key, typed.current, event.timeStamp)) return
    event.preventDefault()
    if (step === undefined) {
      typed.current = typedOn(typed.current, event.key, event.timeStamp)
      go(typeAhead(lines, here, typed.current.text))
      return
    }
    typed.current = nothingTyped
    if (step.kind === 'go') go(step.index)
    else toggle(step.id)
  }
  return (
    <div
      className="tree-scroll"
      ref={setScroll}
      role="tree"
      aria-label={words.org.tree}
      tabIndex={0}
      onKeyDown={onKeyDown}
      // On another day the chosen one may not be in the tree.
      aria-activedescendant={at < 0 ? undefined : `org-${chosenId}`}
    >
      <TreeLines
        scroll={scroll}
        lines={lines}
        at={at}
        chosenId={chosenId}
        onChoose={onChoose}
        onToggle={toggle}
      />
    </div>
  )
}
