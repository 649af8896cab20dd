import type { Plugin } from 'vite'

/**
 * Writes what is bundled in ASCII alone. V8 keeps a file's text as long as its code lives, with two bytes for each sign
 * as soon as one sign needs them: a thread that loads three megabytes of sentences and code held six.
 */
export const oneByteTexts: Plugin = {
  name: 'one-byte-texts',
  generateBundle: (_options, bundle) => {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = inAscii(file.code)
    }
  },
}

/** The same program: in strings, patterns and names an escape means the sign, in a raw template it does not. */
export function inAscii(code: string): string {
  return code.replace(/String\.raw`[^`]*`|\\[\s\S]|[^\0-\x7f]/g, found => {
    if (found.startsWith('String.raw')) return found
    // A sign that was escaped although it need not be is the sign.
    const sign = found.at(-1) ?? ''
    return isAscii(sign) ? found : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

const isAscii = (sign: string) => sign.charCodeAt(0) < 0x80
