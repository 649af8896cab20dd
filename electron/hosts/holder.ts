import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Refusal } from '#db/shared/refusal.ts'

const holderSchema = z.object({
  /** How the registry is open there: in a window, in a browser, by a command. */
  way: z.enum(['window', 'browser', 'terminal']),
  process: z.number().int().positive(),
  /** An instant. */
  since: z.iso.datetime(),
  /** Where the page is, with its token; only in the browser way. */
  address: z.string().nullable(),
})

/** Who has a registry open. */
export type Holder = z.infer<typeof holderSchema>

const ways = {
  window: { zh: '命脉台账的窗口', en: "the program's window" },
  browser: { zh: '浏览器里的命脉台账', en: 'the page in the browser' },
  terminal: { zh: '一条命令', en: 'a command' },
}

/**
 * Notes beside the lock who holds a folder, for its user's eyes only: the address lets in whoever has it. The lock
 * itself says whether it is held; a note that was left behind says nothing. Answers how to take the note away.
 */
export function noteHolder(folder: string, holder: Holder): () => void {
  const file = fileOf(folder)
  try {
    rmSync(file, { force: true })
    writeFileSync(file, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
  } catch {
    // A full disk, say: without the note the next one is told less, and nothing else is lost.
  }
  return () => rmSync(file, { force: true })
}

/** Who holds a folder of which the lock says that it is held; undefined where nobody left a note that still holds. */
export function readHolder(folder: string): Holder | undefined {
  try {
    const noted = holderSchema.safeParse(JSON.parse(readFileSync(fileOf(folder), 'utf8')))
    return noted.success && isRunning(noted.data.process) ? noted.data : undefined
  } catch {
    return undefined
  }
}

/** The refusal of a folder that is held, saying by whom; any other error as it is. */
export function sayingWho(error: unknown, folder: string): unknown {
  const holder = isHeld(error) ? readHolder(folder) : undefined
  if (!(error instanceof Refusal) || holder === undefined) return error
  const { way, process, since } = holder
  const { zh, en } = ways[way]
  const at = new Date(since).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  return new Refusal(
    error.code,
    {
      zh: `这个台账正在使用：${zh}，${at} 打开，进程 ${process}（${folder}）。请先关闭它，或在那里继续操作。`,
      en: `This registry is in use: ${en}, opened at ${at}, process ${process} (${folder}). Close that one, or go on there.`,
    },
    { ...error.details, way, process, since },
  )
}

/** Whether a folder could not be opened because another program has it. */
export function isHeld(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'registry-held'
}

function fileOf(folder: string): string {
  return join(folder, 'holder.json')
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    // It is there, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
