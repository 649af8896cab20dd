/** A file as it was handed over: its bytes, and its name, which only sentences use (the content decides). */
export type SourceFile = { readonly bytes: Uint8Array; readonly fileName: string }

/** The same bytes as a Buffer, without copying. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
