import { Stepper } from '@mantine/core'

/** The steps of a task that two offices do together, and at which of them it stands. */
export function Steps({ names, at }: { readonly names: readonly string[]; readonly at: number }) {
  return (
    <Stepper active={at} size="sm" allowNextStepsSelect={false} mb="xs">
      {names.map(name => (
        <Stepper.Step key={name} label={name} />
      ))}
    </Stepper>
  )
}
