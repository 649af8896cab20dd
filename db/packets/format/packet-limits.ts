const mebi = 1024 * 1024

/** What one packet may hold. Writing and opening keep to the same limits, so that nothing is written that cannot be opened. */
export type PacketLimits = {
  /** Bytes of the sealed file. */
  readonly sealedBytes: number
  /** Bytes of all parts together, as they lie in the zip after its own compression is undone. */
  readonly partBytes: number
  readonly files: number
  readonly manifestBytes: number
  readonly certificatesBytes: number
  /** Bytes of the change records once zstd's compression is undone. */
  readonly changesBytes: number
  /** Bytes that the change records may unpack to whatever their size, and then for each byte of it: time grows with the bytes alone. */
  readonly unpacked: { readonly free: number; readonly perByte: number }
  readonly seals: number
  readonly sealsBytes: number
  /** Characters of one change record. */
  readonly changeLength: number
}

/**
 * Far above what ten years of a district need (a million changes, some tens of megabytes sealed) and below what
 * FAT32 sticks hold in one file.
 */
export const packetLimits: PacketLimits = {
  sealedBytes: 2048 * mebi,
  partBytes: 2048 * mebi,
  files: 10_000,
  manifestBytes: 8 * mebi,
  certificatesBytes: mebi / 8,
  changesBytes: 2048 * mebi,
  unpacked: { free: 16 * mebi, perByte: 256 },
  seals: 20_000,
  sealsBytes: 8 * mebi,
  changeLength: mebi / 4,
}
