import { setFlagsFromString } from 'node:v8'
import { ReadingThreads } from '#db/worker/run-task.ts'

/**
 * A process of its own: a reading thread that is given too little memory to run, then one with enough. Prints what
 * came of each.
 */
const [, , file = ''] = process.argv
const threads = new ReadingThreads()

async function verify(): Promise<string> {
  try {
    const request = { task: 'verify', input: {}, file } as const
    const { checks } = await threads.run({ request, report: async () => undefined })
    return checks.length > 0 ? 'answered' : 'empty'
  } catch (error) {
    return error instanceof Error && 'code' in error ? `${error.name}: ${error.code}` : String(error)
  }
}

setFlagsFromString('--max-old-space-size=12')
const without = await verify()
setFlagsFromString('--max-old-space-size=2048')
console.log(JSON.stringify({ without, after: await verify() }))
await threads.close()
