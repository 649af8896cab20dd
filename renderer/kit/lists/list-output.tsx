import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCopy, IconPrinter, IconTableExport, IconTableShare } from '@tabler/icons-react'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import { useClient } from '../../api/client.ts'
import { ownWork, type Watch } from '../../api/long-work.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'
import { useLongWork } from '../feedback/long-work.tsx'
import { useNotices } from '../feedback/notices.tsx'
import { saveFile } from '../files/save-file.ts'
import { copiedTable, copiedText, type Listed, type OnPaper, rowsFile, workbookOf } from './listed.ts'
import { usePrintedWhole } from './print-whole.ts'
import { PrintedInPlace, PrintedSheet } from './printed-sheet.tsx'

/** Nobody reads more on paper, and printers have trays. */
export const mostPrinted = 5000

/** What can be done with a list as it stands there, each told what is to be taken. */
export type Output = {
  readonly print: (load: Load<OnPaper>, rows: number) => Promise<boolean>
  readonly copy: (load: Load<Listed>, rows: number) => Promise<boolean>
  readonly save: (load: Load<Listed>, rows: number) => Promise<boolean>
}
type Load<List> = (watch: Watch) => Promise<List>

/** Paper, clipboard and file: `sheet` has to be drawn somewhere while something is printed. */
export function useOutput() {
  const { words } = useSpoken()
  const client = useClient()
  const [printed, setPrinted] = useState<OnPaper>()
  const [isBusy, setBusy] = useState(false)
  const { failed } = useNotices()
  const run = useLongWork()
  const what = { zh: words.list.fetching, en: words.list.fetching }
  /** Of a hundred thousand rows it takes seconds: how many have come stands on a bar, with Stop. */
  const long = (title: string, total: number, work: (watch: Watch) => Promise<void>) =>
    doing(() =>
      run(title, async signal =>
        ownWork(tell => work({ signal, tell: done => tell({ type: 'progress', what, done, total }) })),
      ),
    )
  const doing = async (work: () => Promise<void>): Promise<boolean> => {
    setBusy(true)
    try {
      await work()
      return true
    } catch (error) {
      failed(error)
      return false
    } finally {
      setBusy(false)
    }
  }
  const tell = (message: string) => notifications.show({ message, color: 'teal' })
  const output: Output = {
    print: (load, rows) => long(words.list.printing, rows, async watch => setPrinted(await load(watch))),
    copy: (load, rows) =>
      long(words.list.copying, rows, async watch => {
        const list = load(watch)
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
    save: (load, rows) =>
      long(words.list.saving, rows, async watch => {
        const list = await load(watch)
        const { file } = await client.lists.write(
          {
            name: workbookOf(list),
            title: list.title,
            notes: [...list.notes],
            heads: [...list.heads],
            widths: [...list.widths],
            rows: rowsFile(list),
          },
          { signal: watch.signal },
        )
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
      if (isAlone) return output.print(watch => load(mostPrinted, watch), Math.min(mostPrinted, rows))
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
  readonly load: (most: number, watch?: Watch) => Promise<OnPaper>
  readonly come: (most: number) => OnPaper
  readonly count: number
}

type Props = {
  readonly output: Output
  readonly isBusy: boolean
  readonly rows: number
  /** The first rows, so many or all there are. */
  readonly load: (most: number, watch: Watch) => Promise<Listed>
}

/** The list as it stands there, handed on; each way says how many rows it takes. */
export function OutputMenu({ output, isBusy, rows, load }: Props) {
  const { words } = useSpoken()
  const all = (watch: Watch) => load(Infinity, watch)
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
          onClick={() => void output.print(watch => load(mostPrinted, watch), Math.min(mostPrinted, rows))}
        >
          {rows > mostPrinted ? words.list.printFirst(count(mostPrinted), n) : words.list.print(n)}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTableExport size={16} aria-hidden />}
          onClick={() => void output.save(all, rows)}
        >
          {words.list.save(n)}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCopy size={16} aria-hidden />}
          onClick={() => void output.copy(all, rows)}
        >
          {words.list.copy(n)}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
