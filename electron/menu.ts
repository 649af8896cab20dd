import { app, Menu, type MenuItemConstructorOptions, shell } from 'electron'
import type { Lang } from '#db/shared/text.ts'
import { words } from './words.ts'

type Options = { readonly lang: Lang; readonly folder: string; readonly print: () => void }

/** The menu of the window, shown by Alt: its keys work all the time. */
export function setMenu(options: Options): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
}

function menuTemplate({ lang, folder, print }: Options): MenuItemConstructorOptions[] {
  const say = (key: keyof typeof words) => words[key][lang]
  const separator = { type: 'separator' } as const
  return [
    {
      label: say('file'),
      submenu: [
        { label: say('print'), accelerator: 'CommandOrControl+P', click: print },
        { label: say('folder'), click: () => void shell.openPath(folder) },
        separator,
        { label: say('quit'), role: 'quit' },
      ],
    },
    {
      label: say('edit'),
      submenu: [
        { label: say('undo'), role: 'undo' },
        { label: say('redo'), role: 'redo' },
        separator,
        { label: say('cut'), role: 'cut' },
        { label: say('copy'), role: 'copy' },
        { label: say('paste'), role: 'paste' },
        { label: say('selectAll'), role: 'selectAll' },
      ],
    },
    {
      label: say('view'),
      submenu: [
        { label: say('reload'), role: 'reload' },
        separator,
        { label: say('larger'), role: 'zoomIn' },
        // The same key without Shift.
        { label: say('larger'), role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false },
        { label: say('smaller'), role: 'zoomOut' },
        { label: say('normalSize'), role: 'resetZoom' },
        separator,
        { label: say('fullScreen'), role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ label: say('developer'), role: 'toggleDevTools' } as const]),
      ],
    },
  ]
}
