import { Button, Group, Modal, type ModalProps, Stack, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSpoken } from '../../text/language.ts'

type AskFirstProps = {
  readonly opened: boolean
  readonly title: ReactNode
  readonly size?: ModalProps['size']
  readonly onEnd: () => void
  readonly children: ReactNode
}

/** Stands before something that is not done by the way. What is asked is an `AskForm` inside it. */
export function AskFirst({ opened, title, size = 'md', onEnd, children }: AskFirstProps) {
  return (
    <Modal opened={opened} onClose={onEnd} title={title} size={size}>
      {children}
    </Modal>
  )
}

type AskFormProps = {
  /** The word on the button that does it. */
  readonly does: string
  /** It cannot be taken back. */
  readonly isGrave?: boolean
  /** What has to be said before it is done is said. */
  readonly isReady?: boolean
  readonly isBusy?: boolean
  readonly onEnd: () => void
  readonly onDo: () => void
  readonly children: ReactNode
}

/**
 * Gives what a dialog draws first the focus in the moment it is drawn. The dialog itself does so only a moment later,
 * and an Enter pressed until then would go to the page behind it, and be lost.
 */
export function focusFirst(drawn: HTMLElement | null): void {
  drawn?.querySelector<HTMLElement>('[data-autofocus]')?.focus({ preventScroll: true })
}

/** What is asked before something is done, with the way back and the way on; Enter goes on. */
export function AskForm(asked: AskFormProps) {
  const { does, isGrave = false, isReady = true, isBusy = false, onEnd, onDo, children } = asked
  const { words } = useSpoken()
  return (
    <form
      ref={focusFirst}
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (isReady && !isBusy) onDo()
      }}
    >
      <Stack gap="sm">
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={onEnd}>
            {words.say.cancel}
          </Button>
          <Button
            type="submit"
            {...(isGrave ? { color: 'red' } : { 'data-autofocus': true })}
            loading={isBusy}
            disabled={!isReady}
          >
            {does}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type ReasonProps = {
  readonly label: string
  readonly value: string
  readonly onChange: (reason: string) => void
  /** Reasons that are usual: one press writes one down. */
  readonly usual?: readonly string[]
  readonly placeholder?: string
  readonly description?: string
  readonly error?: string | undefined
  readonly disabled?: boolean
  /** Several lines, for what others will read. */
  readonly isLong?: boolean
}

/** Why something is done, in one's own words or in those that are usual. */
export function ReasonField({ usual = [], isLong = false, onChange, ...field }: ReasonProps) {
  return (
    <>
      {usual.length > 0 && (
        <Group gap="xs">
          {usual.map(one => (
            <Button
              key={one}
              size="compact-sm"
              variant={field.value === one ? 'light' : 'default'}
              aria-pressed={field.value === one}
              onClick={() => onChange(one)}
            >
              {one}
            </Button>
          ))}
        </Group>
      )}
      {isLong ? (
        <Textarea
          {...field}
          autosize
          minRows={2}
          maxLength={1000}
          required
          data-autofocus
          onChange={event => onChange(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          {...field}
          maxLength={200}
          required
          data-autofocus
          onChange={event => onChange(event.currentTarget.value)}
        />
      )}
    </>
  )
}
