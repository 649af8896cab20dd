import { Center } from '@mantine/core'
import { Empty } from '../kit/page/empty.tsx'
import { useSpoken } from '../text/language.ts'

/** Shown where the address carries no token, or one of an earlier start. */
export function NotLetIn() {
  const { words } = useSpoken()
  return (
    <Center h="100vh" component="main">
      <Empty isPage title={words.failure.notLetInTitle} line={words.failure.notLetIn} />
    </Center>
  )
}
