import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { Refusal } from '#db/shared/refusal.ts'
import { holdFolder } from '#db/sqlite/hold-folder.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

/** Another process that takes the folder; answers it and the first line that it says. */
async function holder(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const script = fileURLToPath(new URL('./holding-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const lines = createInterface({ input: child.stdout })
  const [said] = await once(lines, 'line')
  return { child, said: String(said) }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

function refusalOf(work: () => unknown): Refusal {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('it was not refused')
}

test('a second holder in the same process is refused, with the folder’s name, until the first lets go', async () => {
  const folder = await tempFolder()
  const letGo = holdFolder(folder)
  const { code, text, details } = refusalOf(() => holdFolder(folder))
  expect({ code, details }).toEqual({ code: 'registry-held', details: { folder } })
  expect(text.zh).toContain(folder)
  expect(text.en).toContain(folder)
  letGo()
  holdFolder(folder)()
})

test('letting go twice is no fault, and lets nobody else’s hold go', async () => {
  const folder = await tempFolder()
  const letGo = holdFolder(folder)
  letGo()
  const other = holdFolder(folder)
  letGo()
  expect(refusalOf(() => holdFolder(folder)).code).toBe('registry-held')
  other()
})

test('two folders are held side by side', async () => {
  const [one, two] = [await tempFolder(), await tempFolder()]
  const letGo = [holdFolder(one), holdFolder(two)]
  expect(letGo).toHaveLength(2)
  for (const release of letGo) release()
})

test('a folder that another process holds is refused, and free again at once after its SIGKILL', async () => {
  const folder = await tempFolder()
  const { child, said } = await holder(folder)
  expect(said).toBe('held')
  expect(refusalOf(() => holdFolder(folder)).code).toBe('registry-held')
  await end(child, 'SIGKILL')
  holdFolder(folder)()
  expect(child.signalCode).toBe('SIGKILL')
})

test('another process is refused while this one holds the folder', async () => {
  const folder = await tempFolder()
  const letGo = holdFolder(folder)
  const { said } = await holder(folder)
  expect(said).toBe('registry-held')
  letGo()
  expect((await holder(folder)).said).toBe('held')
})

test('a folder that is not there, or whose lock is no file, is a failure of its own and not somebody’s hold', async () => {
  const folder = await tempFolder()
  expect(() => holdFolder(join(folder, 'missing'))).toThrow('no such file or directory')
  mkdirSync(join(folder, 'lock.db'))
  expect(() => holdFolder(folder)).toThrow('unable to open database file')
  rmSync(join(folder, 'lock.db'), { recursive: true })
  holdFolder(folder)()
})
