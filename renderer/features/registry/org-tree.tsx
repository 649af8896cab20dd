import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { OrgNode } from '#contract/browse.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { treeStep } from './tree-key.ts'
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
  const scroll = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 30,
    overscan: 12,
  })
  const at = lines.findIndex(({ node }) => node.id === chosenId)
  const show = rows.scrollToIndex
  useEffect(() => {
    if (at >= 0) show(at, { align: 'auto' })
  }, [at, show])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = treeStep(event.key, lines, Math.max(at, 0))
    if (step === undefined) return
    event.preventDefault()
    if (step.kind === 'go') onChoose(lines[step.index]?.node.id ?? top.id)
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
      aria-activedescendant={chosenId === undefined ? undefined : `org-${chosenId}`}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(item => {
          const line = lines[item.index]
          if (line === undefined) return null
          const { node, level, isOpen } = line
          const name = node.shortName ?? node.name
          const Fold = isOpen ? IconChevronDown : IconChevronRight
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree answers the keys for all its lines
            <div
              key={node.id}
              id={`org-${node.id}`}
              role="treeitem"
              tabIndex={-1}
              className="tree-row"
              aria-level={level}
              aria-selected={node.id === chosenId}
              {...(node.children > 0 && { 'aria-expanded': isOpen })}
              title={node.name}
              style={{
                position: 'absolute',
                top: 0,
                transform: `translateY(${item.start}px)`,
                paddingLeft: 8 + (level - 1) * 16,
              }}
              onClick={() => onChoose(node.id)}
              onDoubleClick={() => toggle(node.id)}
            >
              {node.children > 0 ? (
                // biome-ignore lint/a11y/useKeyWithClickEvents: as above
                // biome-ignore lint/a11y/noStaticElementInteractions: as above
                <span
                  className="tree-fold"
                  title={isOpen ? words.org.fold(name) : words.org.open(name)}
                  onClick={event => {
                    event.stopPropagation()
                    toggle(node.id)
                  }}
                >
                  <Fold size={16} aria-hidden />
                </span>
              ) : (
                <span className="tree-fold" />
              )}
              <span className="tree-name">{name}</span>
              <span className="quiet" style={{ fontSize: 12 }}>
                {count(node.members)}
              </span>
            </div>
          )
        })}
      </div>
    </div>
  )
}
