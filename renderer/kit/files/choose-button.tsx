import { FileButton, type FileButtonProps } from '@mantine/core'
import { useRef } from 'react'

/** What opens the system's window for files. A file that was put right after it was refused can be chosen once more. */
export function ChooseButton<Multiple extends boolean = false>({
  onChange,
  ...props
}: FileButtonProps<Multiple>) {
  const reset = useRef<() => void>(null)
  return (
    <FileButton<Multiple>
      {...props}
      resetRef={reset}
      onChange={chosen => {
        onChange(chosen)
        // The browser says nothing of a choice that is the one before.
        reset.current?.()
      }}
    />
  )
}
