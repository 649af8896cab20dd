/** Days, numbers and codes stay on one line. */
export function isUnbroken(text: string): boolean {
  return text.length <= 20 && /^[\d\s\-./:*,X%]+$/.test(text)
}

/** The head and foot of every page, which only the page's own rules can write: office, the rest, page x / y. */
export function pageRules(office: string, rest: string, isAcross: boolean): string {
  return `@page {
    size: A4 ${isAcross ? 'landscape' : 'portrait'};
    margin: 16mm 12mm 15mm;
    @top-left { content: ${quoted(office)}; font-size: 9pt; }
    @top-right { content: ${quoted(rest)}; font-size: 9pt; }
    @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; }
  }`
}

/** A string of CSS: what would end it, or begin something else, is written by its number. */
function quoted(text: string): string {
  return `"${text.replace(/["\\\n\r\f<>]/g, character => `\\${character.codePointAt(0)?.toString(16)} `)}"`
}
