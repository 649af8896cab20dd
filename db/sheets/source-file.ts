import { fileTooLarge } from './file-refusals.ts'

/** A file as it was handed over: its bytes, and its name, which only sentences use (the content decides). */
export type SourceFile = {
  readonly bytes: Uint8Array
  readonly fileName: string
  /** The number of the first row; 1 if not given. */
  readonly firstRow?: number | undefined
}

/** The largest file that is read, in bytes: it is held whole while it is. */
export const mostFileBytes = 64_000_000

/**
 * The bytes of a file in memory of their own, which may be handed over. A file that is too large is not read at all.
 * Read through one small buffer: `arrayBuffer` holds the pieces and the whole, which is twice the file.
 */
export async function bytesOfFile(file: File): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > mostFileBytes) throw fileTooLarge(file.name)
  const bytes = new Uint8Array(file.size)
  const pieces = file.stream().getReader({ mode: 'byob' })
  let at = 0
  for (let buffer = new ArrayBuffer(65_536); ; ) {
    const { done, value } = await pieces.read(new Uint8Array(buffer))
    if (done) return bytes
    bytes.set(value, at)
    at += value.length
    buffer = value.buffer
  }
}

/** The same bytes as a Buffer, without copying. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
