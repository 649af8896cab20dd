import { wellFormed } from '#db/shared/tidy-text.ts'

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/**
 * Raw XML text with its entities, CDATA sections and Excel's `_x000D_` escapes resolved. Entities and escapes can
 * spell half a character, which the bytes of a file cannot.
 */
export function decodeXml(raw: string): string {
  let text = raw
  if (text.includes('<![CDATA[')) return decodeCdata(text)
  if (text.includes('&')) text = wellFormed(decodeEntities(text))
  return text.includes('_x')
    ? wellFormed(
        text.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
      )
    : text
}

function decodeCdata(raw: string): string {
  let text = ''
  let at = 0
  for (let open = raw.indexOf('<![CDATA['); open >= 0; open = raw.indexOf('<![CDATA[', at)) {
    const close = raw.indexOf(']]>', open)
    if (close < 0) break
    text += decodeXml(raw.slice(at, open)) + raw.slice(open + 9, close)
    at = close + 3
  }
  return text + wellFormed(decodeEntities(raw.slice(at)))
}

function decodeEntities(raw: string): string {
  return raw.replace(/&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-z]+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return entities.get(name) ?? whole
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/**
 * The text of a `<si>` or `<is>` element: its `<t>` parts joined, without the phonetic readings (`<rPh>`).
 * `prefix` is the namespace prefix with its colon, mostly empty.
 */
export function textOfRuns(content: string, prefix: string): string {
  return onlyRun(content) ?? allRuns(content, prefix)
}

/** Whether a run of a `<si>` or `<is>` element is struck through. */
export function isStruckThrough(content: string): boolean {
  return (
    content.includes('strike') && /<(?:\w+:)?strike(?:\s*\/?>|\s+val\s*=\s*["'](?:1|true)["'])/.test(content)
  )
}

/** The common case, `<is><t>text</t></is>` with nothing else in it. */
function onlyRun(content: string): string | undefined {
  if (!content.startsWith('<is><t>') || !content.endsWith('</t></is>')) return undefined
  const text = content.slice(7, -9)
  return text.includes('<') ? undefined : decodeXml(text)
}

function allRuns(content: string, prefix: string): string {
  const open = `<${prefix}t`
  const close = `</${prefix}t>`
  const rest = content.includes('rPh') ? withoutReadings(content, prefix) : content
  let text = ''
  for (let at = rest.indexOf(open); at >= 0; at = rest.indexOf(open, at)) {
    const start = rest.indexOf('>', at)
    if (start < 0) break
    at = start + 1
    if (rest.charCodeAt(start - 1) === 47) continue
    const end = rest.indexOf(close, at)
    if (end < 0) break
    text += decodeXml(rest.slice(at, end))
    at = end + close.length
  }
  return text
}

function withoutReadings(content: string, prefix: string): string {
  const open = `<${prefix}rPh`
  const close = `</${prefix}rPh>`
  let rest = ''
  let at = 0
  for (let start = content.indexOf(open); start >= 0; start = content.indexOf(open, at)) {
    const end = content.indexOf(close, start)
    if (end < 0) break
    rest += content.slice(at, start)
    at = end + close.length
  }
  return rest + content.slice(at)
}
