import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { pageFile } from './hosts/loopback/page-file.ts'
import { securityHeaders } from './hosts/loopback/security-headers.ts'
import { unbuiltPage } from './hosts/loopback/unbuilt-page.ts'
import { pageHost, pageScheme } from './own-page.ts'

/**
 * The page comes from `app://registry`, and not from file:// or a port: a file has no origin of its own and may be
 * sent no headers, and a port could be asked by every program of this PC. Must be told before the app is ready.
 */
export function announcePageScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true }
  protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges }])
}

/** Serves the built page under the same headers as the loopback host's. */
export function servePage(pageFolder: string): void {
  protocol.handle(pageScheme, request => answerPage(pageFolder, request))
}

async function answerPage(folder: string, { method, url }: Request): Promise<Response> {
  const { host, pathname } = new URL(url)
  if (host !== pageHost) return answer(404)
  if (method !== 'GET' && method !== 'HEAD') return answer(405)
  const found = await pageFile(folder, pathname)
  if (found !== undefined) return answer(200, await readFile(found.file), found.type)
  const isBuilt = (await pageFile(folder, '/')) !== undefined
  return pathname === '/' && !isBuilt ? answer(200, unbuiltPage, 'text/html; charset=utf-8') : answer(404)
}

function answer(
  status: number,
  body: string | Uint8Array<ArrayBuffer> | null = null,
  type?: string,
): Response {
  const headers = { ...securityHeaders, ...(type !== undefined && { 'Content-Type': type }) }
  return new Response(body, { status, headers })
}
