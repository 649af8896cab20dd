import { useLocalStorage } from '@mantine/hooks'

/** Who says to be working at this PC: a name noted on each step, kept in this browser. */
export function useWorkingName(): readonly [string, (name: string) => void] {
  const [name, setName] = useLocalStorage({
    key: 'lifeline.by',
    defaultValue: '',
    getInitialValueInEffect: false,
  })
  return [name, setName]
}
