import { Button, Portal } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { useSpoken } from '../text/language.ts'
import { useNotices } from './notices.tsx'
import type { PrintedList } from './printed-list.ts'

type Props = { readonly load: () => PrintedList | Promise<PrintedList> }

/** Gathers a list whole and hands it to the system's print dialog. */
export function PrintButton({ load }: Props) {
  const { words } = useSpoken()
  const { failed } = useNotices()
  const [sheet, setSheet] = useState<PrintedList>()
  const [isBusy, setBusy] = useState(false)
  const gather = async () => {
    setBusy(true)
    try {
      setSheet(await load())
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPrinter size={16} aria-hidden />}
        loading={isBusy}
        onClick={() => void gather()}
      >
        {words.say.print}
      </Button>
      {sheet !== undefined && (
        <Portal>
          <Sheet list={sheet} onPrinted={() => setSheet(undefined)} />
        </Portal>
      )}
    </>
  )
}

type SheetProps = { readonly list: PrintedList; readonly onPrinted: () => void }

/** Once it is on the page it is printed, and taken away when the dialog has closed. */
function Sheet({ list, onPrinted }: SheetProps) {
  const printed = useEffectEvent(onPrinted)
  useEffect(() => {
    const done = () => printed()
    window.addEventListener('afterprint', done)
    document.body.dataset['printing'] = 'list'
    window.print()
    return () => {
      window.removeEventListener('afterprint', done)
      delete document.body.dataset['printing']
    }
  }, [])
  return (
    <section className="print-sheet">
      <h1>{list.title}</h1>
      <p>{list.note}</p>
      <table>
        <thead>
          <tr>
            {list.heads.map(head => (
              <th key={head}>{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {list.rows.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: paper does not change
            <tr key={line}>
              {row.map((cell, column) => (
                <td key={list.heads[column]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
