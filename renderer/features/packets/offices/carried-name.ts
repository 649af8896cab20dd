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

/** Whether an office is the one that a file's name says: signs that no file can bear stand there as others, and its end is cut. */
export function isNamed(office: string, inFile: string): boolean {
  const plain = (name: string) => name.normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '')
  const said = plain(inFile)
  return [...inFile].length < longestInName ? plain(office) === said : plain(office).startsWith(said)
}

/** As `packetName` in db/packets cuts it. */
const longestInName = 24
