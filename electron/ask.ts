import { type BrowserWindow, dialog, type MessageBoxSyncOptions } from 'electron'
import type { Lang, Text } from '#db/shared/text.ts'
import { words } from './words.ts'

/** Asks between going on (Enter) and the other thing (Esc); answers whether to go on. Holds the window meanwhile. */
function asks(window: BrowserWindow, lang: Lang, what: Question): boolean {
  const options: MessageBoxSyncOptions = {
    type: 'warning',
    noLink: true,
    title: words.title[lang],
    message: what.message[lang],
    detail: what.detail[lang],
    buttons: [what.goOn[lang], what.other[lang]],
    defaultId: 0,
    cancelId: what.escape === 'go on' ? 0 : 1,
  }
  return dialog.showMessageBoxSync(window, options) === 0
}

type Question = {
  readonly message: Text
  readonly detail: Text
  readonly goOn: Text
  readonly other: Text
  readonly escape: 'go on' | 'other'
}

/** Whether to stay with work that is not finished. */
export function asksToStay(window: BrowserWindow, lang: Lang): boolean {
  const { leaving, leavingWhat, stay, leave } = words
  return asks(window, lang, {
    message: leaving,
    detail: leavingWhat,
    goOn: stay,
    other: leave,
    escape: 'go on',
  })
}

/** Whether to start the engine again after it has stopped by itself. */
export function asksToStartAgain(window: BrowserWindow, lang: Lang): boolean {
  const { stopped, stoppedWhat, startAgain, quit } = words
  return asks(window, lang, {
    message: stopped,
    detail: stoppedWhat,
    goOn: startAgain,
    other: quit,
    escape: 'other',
  })
}

/** Whether to open the page again after its process has stopped by itself. */
export function asksToReopen(window: BrowserWindow, lang: Lang): boolean {
  const { pageGone, pageGoneWhat, startAgain, quit } = words
  return asks(window, lang, {
    message: pageGone,
    detail: pageGoneWhat,
    goOn: startAgain,
    other: quit,
    escape: 'other',
  })
}

/** Before there is a window: whether a registry whose keys are lost shall get new ones. Enter and Esc leave it as it is. */
export function asksForNewKeys(why: Text, lang: Lang): boolean {
  const { keysLost, keysLostWhat, takeNewKeys } = words
  return dares(lang, { message: keysLost, why, detail: keysLostWhat, dare: takeNewKeys })
}

/** Whether the newest backup takes the place of a registry that cannot be read; `at`: when it was made, in UTC. */
export function asksForBackup(why: Text, at: string, lang: Lang): boolean {
  const { damaged, damagedWhat, madeAt, takeBackup } = words
  // Of all languages it is Swedish that writes 2026-11-27 04:39, as this program does.
  const time = new Date(at).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' })
  const detail = {
    zh: `${damagedWhat.zh}\n\n${madeAt.zh}${time}`,
    en: `${damagedWhat.en}\n\n${madeAt.en}${time}`,
  }
  return dares(lang, { message: damaged, why, detail, dare: takeBackup })
}

type Dare = { readonly message: Text; readonly why: Text; readonly detail: Text; readonly dare: Text }

/** Asks for what cannot be taken back, where there is no window yet: to quit is what Enter and Esc do. */
function dares(lang: Lang, { message, why, detail, dare }: Dare): boolean {
  const options: MessageBoxSyncOptions = {
    type: 'warning',
    noLink: true,
    title: words.title[lang],
    message: message[lang],
    detail: `${why[lang]}\n\n${detail[lang]}`,
    buttons: [words.quit[lang], dare[lang]],
    defaultId: 0,
    cancelId: 0,
  }
  return dialog.showMessageBoxSync(options) === 1
}
