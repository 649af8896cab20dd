import { Portal } from '@mantine/core'
import { useEffect, useEffectEvent } from 'react'
import { withWholeDays } from '../page/whole-days.tsx'
import type { OnPaper } from './listed.ts'
import { isUnbroken, numberColumns, pageRules, paperShares } from './paper.ts'

/** What fits across A4 upright, in pixels of the screen's columns; what is wider is printed across. */
const upright = 860

type Props = { readonly list: OnPaper; readonly serial: string; readonly onPrinted: () => void }

function widthOf({ widths }: OnPaper): number {
  return widths.reduce((sum, one) => sum + one, 0)
}

/** A list on paper, beside the page. */
export function PrintedSheet(props: Props) {
  return (
    <Portal>
      <Sheet {...props} />
    </Portal>
  )
}

/** Once it is on the page it is printed, and taken away when the dialog has closed. */
function Sheet({ list, serial, onPrinted }: Props) {
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
  const [office = '', ...rest] = list.notes
  return (
    <>
      <style>{pageRules(office, rest.join(' · '), widthOf(list) > upright)}</style>
      <section className="print-sheet">
        <h1>{list.title}</h1>
        <RowsOnPaper list={list} serial={serial} isAcross={widthOf(list) > upright} />
      </section>
    </>
  )
}

/** A list among other things of a page that is printed: all its rows in place of those in sight. */
export function PrintedInPlace({
  list,
  serial,
  onPrinted,
  warning,
}: Props & { readonly warning?: string | undefined }) {
  const printed = useEffectEvent(onPrinted)
  useEffect(() => {
    const done = () => printed()
    window.addEventListener('afterprint', done)
    return () => window.removeEventListener('afterprint', done)
  }, [])
  return (
    <section className="print-sheet rows-in-place">
      {warning !== undefined && <p className="rows-missing">{warning}</p>}
      <RowsOnPaper list={list} serial={serial} isAcross={false} />
    </section>
  )
}

function RowsOnPaper({
  list,
  serial,
  isAcross,
}: Pick<Props, 'list' | 'serial'> & { readonly isAcross: boolean }) {
  const shares = paperShares(list, isAcross)
  const areNumbers = numberColumns(list.rows, list.heads.length)
  const aligned = (column: number) => (areNumbers[column] === true ? 'paper-number' : undefined)
  return (
    <>
      <p>{list.notes.join(' · ')}</p>
      <table>
        <colgroup>
          <col style={{ width: '3em' }} />
          {shares.map((share, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: paper does not change
            <col key={column} style={{ width: `${100 * share}%` }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th className="unbroken">{serial}</th>
            {list.heads.map((head, column) => (
              <th key={head} className={aligned(column)}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {list.rows.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <tr key={line}>
              <td className="unbroken">{line + 1}</td>
              {row.map((cell, column) => (
                <td
                  key={list.heads[column]}
                  className={aligned(column) ?? (isUnbroken(cell) ? 'unbroken' : undefined)}
                >
                  {withWholeDays(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
