/** Sentences one after the other; some end with their own full stop, most with none. */
export function inOneLine(sentences: readonly string[], language: 'zh' | 'en'): string {
  return sentences.map(one => one.replace(/[。.]$/, '')).join(language === 'zh' ? '。' : '. ')
}
