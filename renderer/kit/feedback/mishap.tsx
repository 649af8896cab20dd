import { Button, Code, Group, Stack, Text, Title } from '@mantine/core'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { Component, type ErrorInfo, type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import { useStatus } from '../../api/questions.ts'
import { type Spoken, useSpoken } from '../../text/language.ts'

type Props = {
  /** What may fail to be drawn: a page, a panel beside it, or the whole window. */
  readonly of: 'page' | 'panel' | 'window'
  /** Where this changes, something else is to be drawn, and what failed before is forgotten. */
  readonly shows?: string
  /** What the fault is told in, where more than a sentence is needed around it. */
  readonly around?: (told: ReactNode) => ReactNode
  readonly children: ReactNode
}

/** What could not be drawn tells so in its own place, with what to do next; everything around it goes on. */
export function Mishap(props: Props) {
  const spoken = useSpoken()
  const queries = useQueryClient()
  return <Boundary {...props} spoken={spoken} queries={queries} />
}

type BoundaryProps = Props & { readonly spoken: Spoken; readonly queries: QueryClient }
type Met = { readonly error: unknown; readonly parts: string }
type State = { readonly met: Met | undefined; readonly tries: number }

/** React tells of what failed below to a class alone. */
class Boundary extends Component<BoundaryProps, State> {
  override state: State = { met: undefined, tries: 0 }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { met: { error, parts: '' } }
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo) {
    this.setState({ met: { error, parts: componentStack ?? '' } })
  }

  override componentDidUpdate(before: BoundaryProps) {
    if (before.shows !== this.props.shows && this.state.met !== undefined) {
      this.setState({ met: undefined, tries: 0 })
    }
  }

  /** Asks everything anew that it was drawn from. */
  again = () => {
    this.props.queries.removeQueries({ type: 'inactive' })
    this.setState(({ tries }) => ({ met: undefined, tries: tries + 1 }))
  }

  override render() {
    const { met, tries } = this.state
    if (met === undefined) return this.props.children
    const told = <Told {...met} of={this.props.of} isLasting={tries > 0} onAgain={this.again} />
    return this.props.around?.(told) ?? told
  }
}

type ToldProps = Met & {
  readonly of: Props['of']
  /** It was tried again, and failed again: only a window that is loaded anew may help. */
  readonly isLasting: boolean
  readonly onAgain: () => void
}

function Told({ of, error, parts, isLasting, onAgain }: ToldProps) {
  const { words } = useSpoken()
  const { mishap } = words
  const [, navigate] = useLocation()
  const [copied, setCopied] = useState<'not-yet' | 'done' | 'by-hand'>('not-yet')
  const details = useDetails(error, parts)
  const back = () => {
    if (window.history.length > 1) window.history.back()
    else navigate('/')
  }
  const copy = () =>
    navigator.clipboard.writeText(details).then(
      () => setCopied('done'),
      () => setCopied('by-hand'),
    )
  return (
    <Stack align="center" gap="sm" py={of === 'panel' ? 'xs' : 40} px="md" role="alert">
      {of !== 'panel' && (
        <Title order={1} size="h2" className="text-column" w="100%">
          {mishap.title[of]}
        </Title>
      )}
      <Text className="quiet text-column" w="100%">
        {mishap.kept}
      </Text>
      <Text className="quiet text-column" w="100%">
        {mishap.next[of]}
      </Text>
      <Group justify="flex-start" className="text-column" w="100%">
        {isLasting || of === 'window' ? (
          <Button onClick={() => window.location.reload()}>{mishap.reload}</Button>
        ) : (
          <Button onClick={onAgain}>{words.say.retry}</Button>
        )}
        {of === 'page' && (
          <Button variant="default" onClick={back}>
            {words.say.back}
          </Button>
        )}
        <Button variant="default" onClick={() => void copy()}>
          {copied === 'done' ? mishap.copied : mishap.copy}
        </Button>
      </Group>
      {copied === 'by-hand' && <Text className="quiet">{mishap.copyByHand}</Text>}
      <details className="text-column" style={{ width: '100%' }} open={copied === 'by-hand'}>
        <summary>{mishap.details}</summary>
        <Code block tabIndex={0} style={{ maxHeight: 240, overflow: 'auto' }}>
          {details}
        </Code>
      </details>
    </Stack>
  )
}

/** What helps whoever maintains the program, without what was searched for or typed. */
function useDetails(error: unknown, parts: string): string {
  const { words } = useSpoken()
  const status = useStatus().data
  const { pathname, search } = window.location
  const held = [...new URLSearchParams(search).keys()]
  const thrown = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return [
    `${words.product} ${status?.version ?? ''} ${status?.clock.today ?? ''}`.trim(),
    held.length > 0 ? `${pathname} (${held.join(', ')})` : pathname,
    navigator.userAgent,
    thrown,
    parts.trim(),
  ].join('\n')
}
