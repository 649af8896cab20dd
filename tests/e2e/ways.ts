import { openPage } from './opened-page.ts'
import { openWindow } from './opened-window.ts'

/** The two ways in that show the page: each journey through it is made in both. */
export const ways = [
  { way: 'browser', open: openPage },
  { way: 'electron-like', open: openWindow },
] as const
