import { realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

export type PageFile = {
  readonly file: string
  readonly type: string
  readonly size: number
  /** Its name tells its content: another build's files have other names. */
  readonly neverChanges: boolean
}

/**
 * The file of the built page that an address means. An address without an ending is one of the page's own and gives
 * index.html. Undefined where there is no such file, or where the address or a link leads out of the folder.
 */
export async function pageFile(folder: string, path: string): Promise<PageFile | undefined> {
  const name = decoded(path)
  if (name === undefined || /[\0\\]/.test(name) || name.split('/').includes('..')) return undefined
  const wanted = extname(name) === '' ? 'index.html' : name
  try {
    const root = await realpath(folder)
    const file = await realpath(join(root, wanted))
    if (!file.startsWith(root + sep)) return undefined
    const found = await stat(file)
    if (!found.isFile()) return undefined
    const type = contentTypes[extname(file).toLowerCase()] ?? 'application/octet-stream'
    return { file, type, size: found.size, neverChanges: file.startsWith(join(root, 'assets') + sep) }
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && missing.includes(String(error.code))
    if (!isMissing) throw error
    return undefined
  }
}

const missing: readonly string[] = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
