const special = /[&<>"\p{Cc}\ufffe\uffff]/u
const escapeLike = /_x[0-9a-fA-F]{4}_/

/**
 * Text for an XML element or attribute of a workbook. What XML cannot hold, and text that looks like such an
 * escape, is written in Excel's way (`_x0001_`); a broken surrogate becomes U+FFFD.
 */
export function escapeXml(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  if (!special.test(whole) && !escapeLike.test(whole)) return whole
  return whole
    .replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(
      /(?![\t\n])[\p{Cc}\ufffe\uffff]/gu,
      char => `_x${char.charCodeAt(0).toString(16).padStart(4, '0')}_`,
    )
}
