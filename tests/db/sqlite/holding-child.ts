import { Refusal } from '#db/shared/refusal.ts'
import { holdFolder } from '#db/sqlite/hold-folder.ts'

/** A process of its own that takes a folder, says how that went, and keeps it until it is ended, or told to let go. */
const [, , folder = ''] = process.argv
try {
  const letGo = holdFolder(folder)
  process.on('SIGTERM', () => {
    letGo()
    console.log('let go')
  })
  setInterval(() => undefined, 60_000)
  console.log('held')
} catch (error) {
  console.log(error instanceof Refusal ? error.code : String(error))
}
