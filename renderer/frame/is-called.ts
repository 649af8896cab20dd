type Reading = { readonly pinyin: string; readonly initials: string }

/**
 * Whether a page or a command is called by what was typed: any part of its name, its pinyin from anywhere, or initials;
 * a single letter only where they begin with it, or nearly everything would be called so.
 */
export function isCalled(label: string, reading: Reading | undefined, wanted: string): boolean {
  const typed = wanted.trim().toLowerCase()
  const called = label.toLowerCase()
  const letters = typed.replaceAll(/\s/g, '')
  // Whoever types "backup" means "Back up and check".
  if (called.includes(typed) || (letters.length > 1 && called.replaceAll(/\s/g, '').includes(letters)))
    return true
  if (reading === undefined) return false
  const { pinyin, initials } = reading
  return letters.length < 2
    ? initials.startsWith(letters)
    : initials.includes(letters) || pinyin.includes(letters)
}
