import { openPage } from './opened-page.ts'
import { openWindow } from './opened-window.ts'

/** The two ways in that show the page: what may differ between them, such as files and keys, is tried in both. */
export const ways = [
  { way: 'browser', open: openPage },
  { way: 'electron-like', open: openWindow },
] as const
