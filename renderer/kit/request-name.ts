import { useLocalStorage } from '@mantine/hooks'

/** The name under which this PC asked to join, so that its request can be shown again while it waits. */
export function useRequestName(): readonly [string, (name: string) => void] {
  const [name, setName] = useLocalStorage({
    key: 'lifeline.request',
    defaultValue: '',
    getInitialValueInEffect: false,
  })
  return [name, setName]
}
