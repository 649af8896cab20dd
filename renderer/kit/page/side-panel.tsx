import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
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
  return (
    <Drawer
      opened
      onClose={onEnd}
      position="right"
      size={width}
      title={title}
      closeButtonProps={{ 'aria-label': words.say.close }}
      overlayProps={{ backgroundOpacity: 0.2 }}
      classNames={{ body: 'record-panel' }}
      transitionProps={{ duration: 120 }}
    >
      {children}
    </Drawer>
  )
}
