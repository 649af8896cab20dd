import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect } from 'react'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/number.ts'
import type { VisibleNode } from './visible-nodes.ts'

type Props = {
  /** What they are scrolled in; null until it is there. */
  readonly scroll: HTMLDivElement | null
  readonly lines: readonly VisibleNode[]
  /** Which of the lines is chosen; -1 for none. */
  readonly at: number
  readonly chosenId: string | undefined
  readonly onChoose: (id: string) => void
  readonly onToggle: (id: string) => void
}

const lineHeight = 30

/** The lines of the tree that are in sight. */
export function TreeLines({ scroll, lines, at, chosenId, onChoose, onToggle }: Props) {
  // The chosen line is drawn out of sight too: the tree points at it for whoever listens instead of looking.
  const drawn = useCallback(
    (range: Range) => {
      const inSight = defaultRangeExtractor(range)
      return at < 0 || inSight.includes(at) ? inSight : [...inSight, at]
    },
    [at],
  )
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll,
    estimateSize: () => lineHeight,
    overscan: 12,
    rangeExtractor: drawn,
  })
  const show = rows.scrollToIndex
  useEffect(() => {
    if (at >= 0 && scroll !== null) show(at, { align: 'auto' })
  }, [at, show, scroll])
  return (
    <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
      {rows.getVirtualItems().map(item => {
        const line = lines[item.index]
        return (
          line && (
            <TreeLine
              key={line.node.id}
              line={line}
              top={item.start}
              isChosen={line.node.id === chosenId}
              onChoose={onChoose}
              onToggle={onToggle}
            />
          )
        )
      })}
    </div>
  )
}

type LineProps = Pick<Props, 'onChoose' | 'onToggle'> & {
  readonly line: VisibleNode
  readonly top: number
  readonly isChosen: boolean
}

function TreeLine({ line: { node, level, isOpen }, top, isChosen, onChoose, onToggle }: LineProps) {
  const { words } = useSpoken()
  const name = node.shortName ?? node.name
  const Fold = isOpen ? IconChevronDown : IconChevronRight
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree answers the keys for all its lines
    <div
      id={`org-${node.id}`}
      role="treeitem"
      tabIndex={-1}
      className="tree-row"
      aria-level={level}
      aria-selected={isChosen}
      {...(node.children > 0 && { 'aria-expanded': isOpen })}
      title={node.name}
      style={{
        position: 'absolute',
        top: 0,
        transform: `translateY(${top}px)`,
        paddingLeft: 8 + (level - 1) * 16,
      }}
      onClick={() => onChoose(node.id)}
      onDoubleClick={() => onToggle(node.id)}
    >
      {node.children > 0 ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: as above
        // biome-ignore lint/a11y/noStaticElementInteractions: as above
        <span
          className="tree-fold"
          title={isOpen ? words.org.fold(name) : words.org.open(name)}
          onClick={event => {
            event.stopPropagation()
            onToggle(node.id)
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
}
