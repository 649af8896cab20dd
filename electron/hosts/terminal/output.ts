import type { Writable } from 'node:stream'

/** A stream to which a person or a program listens. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number }

/** Writes all of it. A reader that has gone away (`lifeline … | head`) is no failure. */
export async function write(output: Output, text: string): Promise<void> {
  if (text === '' || output.destroyed) return
  await new Promise<void>((resolve, reject) => {
    output.write(text, error => (error && !isBrokenPipe(error) ? reject(error) : resolve()))
  })
}

/** Keeps a reader that goes away from ending the program with an error of nobody. */
export function bearBrokenPipes(outputs: readonly Output[]): void {
  for (const output of outputs) {
    output.on('error', error => {
      if (!isBrokenPipe(error)) throw error
    })
  }
}

/** Lines for people. What could steer their terminal (a name may come from anybody's packet) is taken out. */
export function asPlainText(lines: readonly string[]): string {
  return lines.map(line => `${line.replace(steering, '')}\n`).join('')
}

const steering = /[\p{Cc}\p{Bidi_Control}]/gu

function isBrokenPipe(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')
  )
}
