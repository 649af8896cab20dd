/** What the name of a packet says of it, for people. A name that was changed says nothing. */
export type CarriedName = { readonly from: string; readonly to: string; readonly number: number }

/** `FROM_TO_000007_20191231.llb`, as `packetName` in db/packets writes it, or with a number beside another of that name. */
export function readPacketName(name: string): CarriedName | undefined {
  const parts = /^(.+)_(.+)_(\d{6,})_\d{8}(?:-\d+)?(?: \(\d+\))?\.llb$/u.exec(name)
  const [, from, to, number] = parts ?? []
  return from && to && number ? { from, to, number: Number(number) } : undefined
}

/** Whose request a file is by its name; undefined where that was changed. */
export function readRequestName(name: string): string | undefined {
  return /-(.+)\.json$/u.exec(name)?.[1]
}
