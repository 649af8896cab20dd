import { Drawer } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { useSpoken } from '../../text/language.ts'

type Props = {
  readonly title: string
  readonly onEnd: () => void
  /** Pixels; as wide as a form of two columns where nothing is said. */
  readonly width?: number
  readonly children: ReactNode
}

/** Beside the page, which stays in sight: where something is written down or carried out. Esc and the cross end it. */
export function SidePanel({ title, onEnd, width = 520, children }: Props) {
  const { words } = useSpoken()
  useFocusBack()
  return (
    <Drawer
      opened
      onClose={onEnd}
      position="right"
      size={width}
      title={title}
      closeButtonProps={{ 'aria-label': words.say.close }}
      overlayProps={{ backgroundOpacity: 0.2 }}
      classNames={{ content: 'record-drawer', body: 'record-panel' }}
      transitionProps={{ duration: 120 }}
    >
      {children}
    </Drawer>
  )
}

/** Whoever works by the keyboard goes on where he was before the panel; where that is gone, on the page. */
function useFocusBack(): void {
  const [openers] = useState(() => openersOf(document.activeElement))
  useEffect(
    () => () => {
      // Somebody may have gone elsewhere meanwhile.
      if (document.activeElement !== null && document.activeElement !== document.body) return
      const isThere = (one: HTMLElement) => one !== document.body && one.isConnected
      const next = openers.find(isThere) ?? document.getElementById('content')
      next?.focus({ preventScroll: true })
    },
    [openers],
  )
}

/**
 * What opened the panel; where that was a line of a menu, which closes, the menu's own button as well; and the table in which
 * it stands, whose rows may be drawn anew meanwhile.
 */
function openersOf(element: Element | null): readonly HTMLElement[] {
  const button = element?.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  const opener = button == null ? null : document.getElementById(button)
  const all = [element, opener, (opener ?? element)?.closest('[role="grid"]')]
  return all.filter(one => one instanceof HTMLElement)
}
