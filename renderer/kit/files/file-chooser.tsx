import { Text } from '@mantine/core'
import { IconFileDownload } from '@tabler/icons-react'
import { useRef } from 'react'
import { useSpoken } from '../../text/language.ts'

type Props = {
  readonly accept: string
  readonly line: string
  readonly hint?: string
  /** Takes one file. */
  readonly onFile?: (file: File) => void
  /** Takes any number of files. */
  readonly onFiles?: (files: readonly File[]) => void
}

/** A place to drop a file on, or to click and choose one. The drop itself is taken anywhere on the window. */
export function FileChooser({ accept, line, hint, onFile, onFiles }: Props) {
  const { words } = useSpoken()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" className="drop-zone" onClick={() => input.current?.click()}>
        <IconFileDownload size={36} stroke={1.2} aria-hidden />
        <Text fw={600} size="lg">
          {words.rosters.drop}
        </Text>
        <Text className="quiet">{line}</Text>
        {hint !== undefined && (
          <Text className="quiet" size="xs" mt={4}>
            {hint}
          </Text>
        )}
      </button>
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple={onFiles !== undefined}
        hidden
        aria-label={words.say.chooseFile}
        onChange={event => {
          const files = [...(event.currentTarget.files ?? [])]
          const [file] = files
          if (file !== undefined) {
            onFiles?.(files)
            onFile?.(file)
          }
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}
