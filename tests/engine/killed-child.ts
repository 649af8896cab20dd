import { createHook } from 'node:async_hooks'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { openEngine } from '#db/engine.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { FolderRecorder } from './recorded-folder.ts'

/**
 * A process of its own that makes a registry, takes a roster, a packet or a backup in, saves a sheet, or writes a packet or
 * a backup, and prints how many moments it went
 * through: every request to the file system, every id drawn, every look at the clock, every progress that was told.
 * `killAt` ends it by SIGKILL at that moment; 0 lets it end by itself. `record`: a folder in which it keeps what lay in
 * its own at each of these moments.
 */
const [, , action = '', folder = '', given = '', killAt = '0', record = ''] = process.argv
const recorder = record === '' ? undefined : new FolderRecorder(folder, record)
let moments = 0
let counting = false

function moment(): void {
  if (!counting) return
  moments++
  recorder?.look()
  if (moments === Number(killAt)) process.kill(process.pid, 'SIGKILL')
}

createHook({ init: (_id, type) => (type.startsWith('FSREQ') ? moment() : undefined) }).enable()
const draw = uuidV7()
// Of a registry that is made, opening its folder is a part.
if (action === 'init') counting = true
const engine = await openEngine({
  folder,
  clock: {
    now: () => {
      moment()
      return new Date('2018-12-31T04:00:00Z')
    },
  },
  newId: () => {
    moment()
    return draw()
  },
  log: (_level, message, details) => console.error(message, details),
  access: 'write',
})
const ask = createRouterClient(engine.router)

async function file(): Promise<File> {
  return new File([await readFile(given)], basename(given))
}

async function begin() {
  switch (action) {
    case 'import':
      return ask.rosters.importFile({ file: await file(), as: 'members' })
    case 'restore':
      return ask.system.restore({ file: await file() })
    case 'backup':
      return ask.system.backup()
    case 'sheet': {
      const of = { kind: 'fee', year: 2018 } as const
      const { rows } = await ask.sheet.rows({ of, org: given })
      const filled = rows.map(({ subject }) => ({ subject, set: { due: '5', paid_01: '5' } }))
      return ask.sheet.save({ of, org: given, rows: filled, by: '' })
    }
    case 'apply':
      return ask.packets.applyPacket({ file: await file(), confirm: true })
    default:
      return ask.packets.exportPacket({ to: given })
  }
}

if (action === 'init') {
  await ask.registry.init({ name: given, tier: 'district' })
} else {
  const events = await begin()
  counting = true
  moment()
  for await (const event of events) {
    if (event.type === 'progress') moment()
  }
}
moment()
counting = false
recorder?.keepLog()
await engine.close()
recorder?.keepClosed()
console.log(JSON.stringify({ moments }))
