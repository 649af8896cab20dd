import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import { isComposing } from '../../../kit/page/is-composing.ts'
import { useSpoken } from '../../../text/language.ts'
import type { TreeOrg } from './laid-out.ts'
import { treeStep } from './tree-key.ts'
import { TreeLines } from './tree-lines.tsx'
import { nothingTyped, type Typed, typeAhead, typedOn, writes } from './type-ahead.ts'
import { useTree } from './use-tree.ts'

type Props = {
  readonly top: TreeOrg
  /** The first of those below it, as long as they have not come counted. */
  readonly first: readonly TreeOrg[] | undefined
  readonly chosen: string | undefined
  readonly asOf: string | undefined
  /** `isStep`: it was clicked, and Back leads to the one before; whoever goes through the tree by keys takes no steps. */
  readonly onChoose: (id: string, isStep?: boolean) => void
}

/** The organizations as a tree that draws only the lines in sight, and asks for those alone. */
export function OrgTree({ top, first, chosen, asOf, onChoose }: Props) {
  const { words } = useSpoken()
  const { lines, toggle, chosenId, onGaps } = useTree(top, first, chosen, asOf)
  const scroll = useRef<HTMLDivElement>(null)
  const typed = useRef<Typed>(nothingTyped)
  /** The line that a key went to before it had come: it is chosen as soon as it does. */
  const [awaited, setAwaited] = useState<number>()
  const chosenAt = chosenId === undefined ? -1 : lines.indexOf(chosenId)
  const at = awaited ?? chosenAt
  const awaitedId = awaited === undefined ? undefined : lines.at(awaited)?.node?.id
  useEffect(() => {
    if (awaitedId === undefined) return
    setAwaited(undefined)
    onChoose(awaitedId)
  }, [awaitedId, onChoose])
  const choose = useCallback(
    (id: string, isStep = false) => {
      setAwaited(undefined)
      onChoose(id, isStep)
    },
    [onChoose],
  )
  const click = useCallback((id: string) => choose(id, true), [choose])
  const go = (index: number | undefined) => {
    const line = index === undefined ? undefined : lines.at(index)
    if (line === undefined) return
    if (line.node === undefined) setAwaited(index)
    else choose(line.node.id)
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
      ref={scroll}
      role="tree"
      aria-label={words.org.tree}
      tabIndex={0}
      onKeyDown={onKeyDown}
      // On another day the chosen one may not be in the tree.
      aria-activedescendant={chosenAt < 0 ? undefined : `org-${chosenId}`}
    >
      <TreeLines
        scroll={scroll}
        lines={lines}
        at={at}
        chosenId={chosenId}
        onChoose={click}
        onToggle={toggle}
        onGaps={onGaps}
      />
    </div>
  )
}
