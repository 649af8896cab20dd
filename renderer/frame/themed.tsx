import { MantineProvider } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { useSpoken } from '../text/language.ts'
import { themeIn } from './theme.ts'

/** Gives the page its look, light or dark as the system is until someone chooses otherwise. */
export function Themed({ children }: { readonly children: ReactNode }) {
  const { words } = useSpoken()
  const theme = useMemo(() => themeIn(words), [words])
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  )
}
