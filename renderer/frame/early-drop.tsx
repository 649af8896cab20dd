import { notifications } from '@mantine/notifications'
import { FileDrop } from './file-drop.tsx'

/**
 * A file dropped before there is anything to put it into is answered with what to do first. Left to the browser, it
 * would take the place of the page.
 */
export function EarlyDrop({ line }: { readonly line: string }) {
  return (
    <FileDrop
      line={line}
      onFile={() => notifications.show({ id: 'early-drop', message: line, color: 'red', autoClose: 10_000 })}
    />
  )
}
