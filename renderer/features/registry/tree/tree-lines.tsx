import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { memo, type RefObject, useEffect } from 'react'
import { topOfRow } from '../../../kit/lists/row-window.ts'
import { useRowWindow } from '../../../kit/lists/use-row-window.ts'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import type { Gap, Lines, TreeNode } from './laid-out.ts'

type Props = {
  /** What they are scrolled in. */
  readonly scroll: RefObject<HTMLDivElement | null>
  readonly lines: Lines
  /** Which of the lines is chosen; -1 for none. */
  readonly at: number
  readonly chosenId: string | undefined
  readonly onChoose: (id: string) => void
  readonly onToggle: (id: string) => void
  /** Told of the lines in sight that have not come. */
  readonly onGaps: (gaps: readonly Gap[]) => void
}

const lineHeight = 30

/** The lines of the tree that are in sight. */
export function TreeLines({ scroll, lines, at, chosenId, onChoose, onToggle, onGaps }: Props) {
  const { from, to, height, shift } = useRowWindow(scroll, lines.count, lineHeight, 0)
  useEffect(() => {
    const element = scroll.current
    if (at < 0 || element === null) return
    const { clientHeight: view, scrollTop: top } = element
    element.scrollTop = topOfRow({ row: at, count: lines.count, rowHeight: lineHeight, view, top })
    // Where the lines above it opened or folded, it is looked for again.
  }, [at, lines.count, scroll])
  const last = Math.min(to, lines.count)
  const drawn = Array.from({ length: Math.max(last - from, 0) }, (_, i) => from + i)
  const gaps = drawn.flatMap(index => {
    const line = lines.at(index)
    return line !== undefined && line.node === undefined ? line : []
  })
  useEffect(() => {
    if (gaps.length > 0) onGaps(gaps)
  })
  // The chosen line is drawn out of sight too: the tree points at it for whoever listens instead of looking.
  if (at >= 0 && at < lines.count && (at < from || at >= last)) drawn.push(at)
  return (
    <div style={{ height, position: 'relative' }}>
      {drawn.map(index => {
        const line = lines.at(index)
        const top = index * lineHeight + shift
        if (line === undefined) return null
        return line.node === undefined ? (
          <GapLine key={`${line.parent} ${index}`} level={line.level} top={top} />
        ) : (
          <NodeLine
            key={line.node.id}
            node={line.node}
            level={line.level}
            isOpen={line.isOpen}
            top={top}
            isChosen={line.node.id === chosenId}
            onChoose={onChoose}
            onToggle={onToggle}
          />
        )
      })}
    </div>
  )
}

const indent = (level: number) => 8 + (level - 1) * 16
const placed = (level: number, top: number) =>
  ({ position: 'absolute', top: 0, transform: `translateY(${top}px)`, paddingLeft: indent(level) }) as const

/** Where a line will be. */
function GapLine({ level, top }: { readonly level: number; readonly top: number }) {
  return (
    <div className="tree-row" style={placed(level, top)} aria-hidden>
      <span className="tree-fold" />
      <span className="tree-gap" />
    </div>
  )
}

type LineProps = Pick<Props, 'onChoose' | 'onToggle'> &
  Pick<TreeNode, 'node' | 'level' | 'isOpen'> & {
    readonly top: number
    readonly isChosen: boolean
  }

/** While one scrolls on, the lines that stay are not drawn anew. */
const NodeLine = memo(function NodeLine({
  node,
  level,
  isOpen,
  top,
  isChosen,
  onChoose,
  onToggle,
}: LineProps) {
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
      style={placed(level, top)}
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
        {node.members !== undefined && count(node.members)}
      </span>
    </div>
  )
})
