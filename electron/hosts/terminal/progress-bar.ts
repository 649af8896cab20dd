import stringWidth from 'string-width'
import type { Progress } from '#contract/base.ts'
import type { Lang } from '#db/shared/text.ts'
import type { Output } from './output.ts'

/** Shows how far long work has come, and takes that away again when it has ended. */
export type ProgressBar = { readonly show: (progress: Progress) => void; readonly clear: () => void }

type Options = {
  readonly output: Output
  readonly lang: Lang
  /** Where there is no terminal: one line for each kind of work. */
  readonly isVerbose: boolean
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number
}

/** At most ten pictures a second. */
const pause = 100

/** One line that is drawn anew on a terminal; elsewhere nothing, or a line for each kind of work. */
export function progressBar({ output, lang, isVerbose, now }: Options): ProgressBar {
  let what = ''
  let begun = now()
  let drawn = Number.NEGATIVE_INFINITY
  let isShown = false
  return {
    show: progress => {
      const at = now()
      const isNew = progress.what[lang] !== what
      if (isNew) {
        what = progress.what[lang]
        begun = at
      }
      if (!output.isTTY) {
        if (isNew && isVerbose) output.write(`${what}\n`)
        return
      }
      if (at - drawn < pause) return
      drawn = at
      isShown = true
      output.write(`\r${progressLine(progress, lang, at - begun, (output.columns ?? 80) - 1)}\u001b[K`)
    },
    clear: () => {
      if (isShown) output.write('\r\u001b[K')
      isShown = false
      drawn = Number.NEGATIVE_INFINITY
    },
  }
}

/** What is being done, a bar, done of total, per cent and the time left, in `columns` places; `elapsed` in milliseconds. */
export function progressLine(progress: Progress, lang: Lang, elapsed: number, columns: number): string {
  const { done, total } = progress
  const number = new Intl.NumberFormat('en-US')
  const what = progress.what[lang]
  if (total <= 0) return cut(done > 0 ? `${what} ${number.format(done)}` : what, columns)
  const part = Math.min(1, Math.max(0, done / total))
  const figures = `${number.format(done)}/${number.format(total)} ${Math.floor(part * 100)}%${left(part, lang, elapsed)}`
  const room = columns - stringWidth(what) - stringWidth(figures) - 2
  if (room < 8) return cut(`${what} ${figures}`, columns)
  const width = Math.min(24, room)
  const full = Math.round(part * width)
  return `${what} ${'█'.repeat(full)}${'░'.repeat(width - full)} ${figures}`
}

/** Nothing in the first second, and nothing at the end: a guess without ground only worries. */
function left(part: number, lang: Lang, elapsed: number): string {
  if (part <= 0 || part >= 1 || elapsed < 1000) return ''
  const seconds = Math.ceil((elapsed * (1 - part)) / part / 1000)
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  return lang === 'zh' ? ` 剩余 ${time}` : ` ${time} left`
}

function cut(text: string, columns: number): string {
  let line = ''
  for (const sign of text) {
    if (stringWidth(line + sign) > columns) break
    line += sign
  }
  return line
}
