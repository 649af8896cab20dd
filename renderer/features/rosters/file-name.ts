import { openableName } from '#contract/file-name.ts'

/** A file name that Windows takes: without the characters that it refuses, no device's, and not too long. */
export function fileNameOf(name: string, ending: string): string {
  const bare = [...name].filter(sign => sign >= ' ' && !'<>:"/\\|?*'.includes(sign)).join('')
  return openableName(`${bare.slice(0, 120).trim()}.${ending}`)
}
