/**
 * Names that Windows keeps for its devices, whatever ending follows: what is written to `CON.xlsx` or `aux.` goes
 * nowhere, and a stick that carries such a file cannot be emptied there.
 */
const devices = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])$/i

/** Whether Windows could not open a file of that name: a device's, or one that ends in a dot or a space. */
export function isReservedName(name: string): boolean {
  const stem = name.split('.')[0] ?? ''
  return devices.test(stem.trimEnd()) || /[. ]$/.test(name)
}

/** The nearest name that every system can open. */
export function openableName(name: string): string {
  const trimmed = name.replace(/[. ]+$/, '')
  return isReservedName(trimmed) ? `_${trimmed}` : trimmed
}

/** A file name that Windows takes, made of any words: without the characters that it refuses, no device's, and not too long. */
export function fileNameOf(name: string, ending: string): string {
  const bare = [...name].filter(sign => sign >= ' ' && !'<>:"/\\|?*'.includes(sign)).join('')
  return openableName(`${bare.slice(0, 120).trim()}.${ending}`)
}
