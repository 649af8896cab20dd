import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '#db/shared/clock.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { dataArgument } from './data-argument.ts'
import { startDesktop, tellAndEnd } from './desktop.ts'
import { bugReports } from './hosts/bug-reports.ts'
import { dataFolder } from './hosts/terminal/data-folder.ts'

// Nothing here may be awaited: the app gets ready only when this file has been read to its end.
const { argv, env, platform, stderr } = process
const folder = resolve(dataArgument(argv) ?? dataFolder(platform, env, homedir()))
const built = fileURLToPath(new URL('..', import.meta.url))
const { reportBug } = bugReports({
  folder,
  clock: systemClock,
  newId: uuidV7(),
  tell: (level, line) => {
    if (level === 'error') stderr.write(line)
  },
})
process.on('uncaughtException', error => tellAndEnd(error, reportBug))
startDesktop({
  folder,
  parts: {
    page: join(built, 'renderer'),
    preload: join(built, 'preload', 'preload.cjs'),
    engine: join(built, 'node', 'engine-process.mjs'),
    icon: join(built, 'renderer', 'icon.png'),
  },
  reportBug,
  patience: 10_000,
})
