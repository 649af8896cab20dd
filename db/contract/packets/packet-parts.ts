/** A packet too large for the mail is cut into parts that are joined again: `name.llb.1of3`. Byte slices, nothing else. */

const pattern = /^(.+\.llb)\.(\d{1,4})of(\d{1,4})$/i

export type PacketPart = { readonly whole: string; readonly at: number; readonly of: number }

/** What part of which packet a file is by its name; undefined for what is no part. */
export function packetPartOf(name: string): PacketPart | undefined {
  const [, whole, at, of] = pattern.exec(name) ?? []
  const part = { whole: whole ?? '', at: Number(at), of: Number(of) }
  return whole !== undefined && part.at >= 1 && part.at <= part.of ? part : undefined
}

/** The name that a file has in the outbox, where it was saved beside another one of that name as `name (2).llb`. */
export function nameInOutbox(name: string): string {
  return (packetPartOf(name)?.whole ?? name).replace(/ \(\d{1,2}\)(?=\.(?:llb|json)$)/i, '')
}

/** Whether two parts are of one packet that was cut once. */
export function areOfOne(one: PacketPart, other: PacketPart): boolean {
  return one.whole === other.whole && one.of === other.of
}

/** Where to cut so many bytes, that no part has more than `most`: the names of the parts, and from where to where each goes. */
export function cutPacket(name: string, bytes: number, most: number) {
  const of = Math.max(1, Math.ceil(bytes / most))
  return Array.from({ length: of }, (_, i) => ({
    name: of === 1 ? name : `${name}.${i + 1}of${of}`,
    from: i === 0 ? 0 : i * most,
    to: Math.min(bytes, (i + 1) * most),
  }))
}

export type Joined<F> = {
  /** Packets of which every part is here, in the order of their parts. */
  readonly whole: readonly { readonly name: string; readonly parts: readonly F[] }[]
  /** Packets that lack parts, by number; and those that are here. */
  readonly lacking: readonly {
    readonly name: string
    readonly missing: readonly number[]
    readonly parts: readonly F[]
  }[]
  /** What is no part. */
  readonly others: readonly F[]
}

/** Puts parts together, in whatever order they come; a part that comes twice is taken once. */
export function joinParts<F extends { readonly name: string }>(files: readonly F[]): Joined<F> {
  const found = files.map(file => ({ file, part: packetPartOf(file.name) }))
  const others = found.flatMap(({ file, part }) => (part === undefined ? [file] : []))
  const parts = found.flatMap(({ file, part }) => (part === undefined ? [] : [{ file, part }]))
  const groups = [...Map.groupBy(parts, ({ part }) => `${part.whole} ${part.of}`).values()]
  const told = groups.flatMap(group => {
    const [first] = group
    if (first === undefined) return []
    const { whole: name, of } = first.part
    const byNumber = new Map(group.map(({ file, part }) => [part.at, file]))
    const missing = Array.from({ length: of }, (_, i) => i + 1).filter(at => !byNumber.has(at))
    const sorted = [...byNumber].sort(([a], [b]) => a - b).map(([, file]) => file)
    return [{ name, missing, parts: sorted }]
  })
  return {
    whole: told.flatMap(({ name, missing, parts: sorted }) =>
      missing.length === 0 ? [{ name, parts: sorted }] : [],
    ),
    lacking: told.filter(({ missing }) => missing.length > 0),
    others,
  }
}
