import { Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'

/** What a step is about. It takes the focus when the step begins, so that the keyboard goes on from there. */
export function StepHeading({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <Title order={2} tabIndex={-1} ref={heading} className="step-heading">
      {children}
    </Title>
  )
}
