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
  /** One for each time that one of many PCs was used, over years. */
  readonly seals: number
  readonly sealsBytes: number
  /** Characters of one change record. */
  readonly changeLength: number
  /** Places of the sender's list that it goes through, and names of what lies elsewhere. */
  readonly places: number
  readonly cards: number
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
  seals: 100_000,
  sealsBytes: 32 * mebi,
  changeLength: mebi / 4,
  places: 5_000_000,
  cards: 100_000,
}

/** How much text change records of so many bytes may unpack to: a small packet holds little, or no office wrote it. */
export function mayUnpackTo({ unpacked }: PacketLimits, bytes: number): number {
  return unpacked.free + unpacked.perByte * bytes
}

/** How many bytes change records must have that unpack to so much text. */
export function bytesToUnpackTo({ unpacked }: PacketLimits, length: number): number {
  return Math.max(0, Math.ceil((length - unpacked.free) / unpacked.perByte))
}
