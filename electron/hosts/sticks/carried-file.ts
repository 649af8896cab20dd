import type { PacketFile } from '#contract/port/wire.ts'

const sealed = /^[^/\\:*?"<>|\p{C}]+\.llb(?:\.\d{1,4}of\d{1,4})?$/iu
const request = /^入网申请-[^/\\:*?"<>|\p{C}]*\.json$/u

const recovery = /^密钥恢复文件_[^/\\:*?"<>|\p{C}]*\.age$/u

/** Whether such a file is put on a stick: what is carried between offices, and the district's keys that are locked away. */
export function isForStick(name: string): boolean {
  return carriedKind(name) !== undefined || (name.length <= 255 && recovery.test(name))
}

/**
 * What a file on a stick is by its name; undefined for whatever is no packet or part of one, no approval and no request. A name is
 * that of a file at the top of a drive: one that leads anywhere else is none.
 */
export function carriedKind(name: string): PacketFile['kind'] | undefined {
  if (name.startsWith('.') || name.length > 255) return undefined
  if (sealed.test(name)) return 'packet'
  return request.test(name) ? 'request' : undefined
}
