import { decodeXml } from './xml-text.ts'

/**
 * The attributes of every element of that local name, whatever its prefix, in order. One pass, no regular
 * expression over the whole: a hostile document may be of one quotation mark after the other.
 */
export function* attributesOf(xml: string, element: string): Generator<ReadonlyMap<string, string>> {
  for (let at = xml.indexOf(element); at >= 0; at = xml.indexOf(element, at)) {
    const end = at + element.length
    const opens = isTagStart(xml, at) && !isNameCharacter(xml.charCodeAt(end))
    at = end
    if (!opens) continue
    const { attributes, after } = attributesFrom(xml, end)
    at = after
    yield attributes
  }
}

/** Whether a name begins at `at`: right behind `<`, or behind a prefix that does. */
function isTagStart(xml: string, at: number): boolean {
  let before = at - 1
  if (xml.charAt(before) === ':') {
    before--
    for (let left = 32; left > 0 && isNameCharacter(xml.charCodeAt(before)); left--) before--
  }
  return xml.charAt(before) === '<'
}

function isNameCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 45 && code <= 57 && code !== 47) ||
    code === 95
  )
}

type Attributes = { readonly attributes: ReadonlyMap<string, string>; readonly after: number }

/** Reads `name="value"` up to the end of the tag, or of the text. */
function attributesFrom(xml: string, start: number): Attributes {
  const attributes = new Map<string, string>()
  let at = start
  let nameAt = start
  while (at < xml.length) {
    const char = xml.charAt(at)
    if (char === '>') return { attributes, after: at + 1 }
    if (char === '"' || char === "'") {
      const close = xml.indexOf(char, at + 1)
      if (close < 0) return { attributes, after: xml.length }
      const name = xml.slice(nameAt, at).replace('=', '').trim()
      if (name !== '' && attributes.size < 100) attributes.set(name, decodeXml(xml.slice(at + 1, close)))
      at = close + 1
      nameAt = at
    } else at++
  }
  return { attributes, after: at }
}
