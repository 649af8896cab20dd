import { ActionIcon, Tooltip } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import { useSpoken } from '../../text/language.ts'
import { useNotices } from '../feedback/notices.tsx'
import { savePicture } from './save-picture.ts'

type PictureProps = {
  readonly title: string
  readonly note: string
  readonly children: ReactNode
  /** undefined where there is nothing to be seen. */
  readonly onSave: ((panel: HTMLElement) => Promise<void>) | undefined
}

/** A picture with its title and the sign that saves it. */
export function Picture({ title, note, children, onSave }: PictureProps) {
  const { words } = useSpoken()
  const { failed } = useNotices()
  const panel = useRef<HTMLElement>(null)
  return (
    <section className="panel year-picture" aria-label={title} ref={panel}>
      <div className="follow-head">
        <h2 className="panel-title">{title}</h2>
        {onSave !== undefined && (
          <Tooltip label={words.annual.save}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.annual.saveOf(title)}
              onClick={() => {
                if (panel.current !== null) onSave(panel.current).catch(failed)
              }}
            >
              <IconDownload size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <p className="small-note">{note}</p>
      {children}
    </section>
  )
}

/** Saves the drawing inside a panel under its name: above it what it is of, and the legend that stands there on the page. */
export async function saveChart(panel: HTMLElement, name: string, title = name): Promise<void> {
  const svg = panel.querySelector<SVGSVGElement>('.recharts-wrapper > svg.recharts-surface')
  const legend = [...panel.querySelectorAll('[class*="legendItem"]')].flatMap(item => {
    const swatch = item.querySelector('[class*="colorOverlay"]')
    const label = item.textContent.trim()
    return swatch === null || label === ''
      ? []
      : [{ label, colour: getComputedStyle(swatch).backgroundColor }]
  })
  if (svg !== null) await savePicture(svg, { title, legend }, `${name}.png`)
}
