import { tidyText } from './tidy-text.ts'

const plain = /^[\u4e00-\u9fff0-9a-z]+$/
const longName = '中国共产主义青年团'

/**
 * The text by which two organization names are the same: brackets, quotation marks, dots, letter case and spaces
 * do not count, and 中国共产主义青年团 (the national form of a full name, domain.md 4.2) equals 共青团.
 */
export function nameKey(name: string): string {
  const key = plain.test(name) ? name : foldedKey(name)
  return key.startsWith(longName) ? `共青团${key.slice(longName.length)}` : key
}

function foldedKey(name: string): string {
  return tidyText(name)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[〔[{【「『〈《]/g, '(')
    .replace(/[〕\]}】」』〉》]/g, ')')
    .replace(/[•・‧∙⋅]/g, '·')
    .replace(/["'“”‘’〝〞`]/g, '')
    .replace(/[–—―‐‑−]/g, '-')
    .replace(/\s+/g, '')
}
