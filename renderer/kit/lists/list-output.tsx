import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCopy, IconPrinter, IconTableExport, IconTableShare } from '@tabler/icons-react'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import { useClient } from '../../api/client.ts'
import { failureOf } from '../../api/failure.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'
import { failureSentence } from '../feedback/failure-sentence.ts'
import { saveFile } from '../files/save-file.ts'
import { copiedTable, copiedText, type Listed, type OnPaper, rowsFile, workbookOf } from './listed.ts'
import { usePrintedWhole } from './print-whole.ts'
import { PrintedInPlace, PrintedSheet } from './printed-sheet.tsx'

/** Nobody reads more on paper, and printers have trays. */
export const mostPrinted = 5000

/** What can be done with a list as it stands there, each told what is to be taken. */
export type Output = {
  readonly print: (load: () => Promise<OnPaper>) => Promise<boolean>
  readonly copy: (load: Load) => Promise<boolean>
  readonly save: (load: Load) => Promise<boolean>
}
type Load = () => Promise<Listed>

/** Paper, clipboard and file: `sheet` has to be drawn somewhere while something is printed. */
export function useOutput() {
  const spoken = useSpoken()
  const { words } = spoken
  const client = useClient()
  const [printed, setPrinted] = useState<OnPaper>()
  const [isBusy, setBusy] = useState(false)
  const doing = async (work: () => Promise<void>): Promise<boolean> => {
    setBusy(true)
    try {
      await work()
      return true
    } catch (error) {
      notifications.show({
        title: words.failure.title,
        message: failureSentence(failureOf(error), spoken),
        color: 'red',
        autoClose: 12_000,
      })
      return false
    } finally {
      setBusy(false)
    }
  }
  const tell = (message: string) => notifications.show({ message, color: 'teal' })
  const output: Output = {
    print: load => doing(async () => setPrinted(await load())),
    copy: load =>
      doing(async () => {
        const list = load()
        const as = async (text: (list: Listed) => string, type: string) =>
          new Blob([text(await list)], { type })
        // Begun at once, since only a key or a click may fill the clipboard; what it holds may come later.
        const item = new ClipboardItem({
          'text/plain': as(copiedText, 'text/plain'),
          'text/html': as(copiedTable, 'text/html'),
        })
        await navigator.clipboard.write([item])
        tell(words.list.copied(count((await list).rows.length)))
      }),
    save: load =>
      doing(async () => {
        const list = await load()
        const { file } = await client.lists.write({
          name: workbookOf(list),
          title: list.title,
          notes: [...list.notes],
          heads: [...list.heads],
          widths: [...list.widths],
          rows: rowsFile(list),
        })
        saveFile(file)
        tell(words.list.saved(file.name, count(list.rows.length)))
      }),
  }
  const sheet = printed && (
    <PrintedSheet list={printed} serial={words.list.serial} onPrinted={() => setPrinted(undefined)} />
  )
  return { output, sheet, isBusy, doing }
}

/** The whole list on paper, too, where the page it stands on is printed. */
export function usePageOutput(
  { output, doing }: Pick<ReturnType<typeof useOutput>, 'output' | 'doing'>,
  isPart: boolean,
  { load, come, count: rows }: PageRows,
) {
  const { words } = useSpoken()
  const [whole, setWhole] = useState<OnPaper>()
  const [isCut, setCut] = useState(false)
  usePrintedWhole(isPart, {
    print: async isAlone => {
      if (isAlone) return output.print(() => load(mostPrinted))
      return doing(async () => {
        const list = await load(mostPrinted)
        // Drawn before the page is printed.
        flushSync(() => setWhole(list))
      })
    },
    now: () => {
      if (whole !== undefined) return
      const list = come(mostPrinted)
      flushSync(() => {
        setWhole(list)
        setCut(list.rows.length < rows)
      })
    },
  })
  if (whole === undefined) return undefined
  const done = () => {
    setWhole(undefined)
    setCut(false)
  }
  return (
    <PrintedInPlace
      list={whole}
      serial={words.list.serial}
      onPrinted={done}
      warning={isCut ? words.list.cut(count(whole.rows.length), count(rows)) : undefined}
    />
  )
}

/** The rows of a list as its page knows them: how they are fetched, those of them that have come, and how many there are. */
type PageRows = {
  readonly load: (most: number) => Promise<OnPaper>
  readonly come: (most: number) => OnPaper
  readonly count: number
}

type Props = {
  readonly output: Output
  readonly isBusy: boolean
  readonly rows: number
  /** The first rows, so many or all there are. */
  readonly load: (most: number) => Promise<Listed>
}

/** The list as it stands there, handed on; each way says how many rows it takes. */
export function OutputMenu({ output, isBusy, rows, load }: Props) {
  const { words } = useSpoken()
  const all = () => load(Infinity)
  const n = count(rows)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconTableShare size={16} aria-hidden />} loading={isBusy}>
          {words.list.output}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPrinter size={16} aria-hidden />}
          onClick={() => void output.print(() => load(mostPrinted))}
        >
          {rows > mostPrinted ? words.list.printFirst(count(mostPrinted), n) : words.list.print(n)}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTableExport size={16} aria-hidden />}
          onClick={() => void output.save(all)}
        >
          {words.list.save(n)}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void output.copy(all)}>
          {words.list.copy(n)}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
