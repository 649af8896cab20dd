/** What decides how the program is shown. */
export type Facts = {
  readonly platform: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The words after `npm start --`. */
  readonly words: readonly string[]
  /** Whether the system's own superuser starts it: Chromium's sandbox does not run for him. */
  readonly isSuperuser: boolean
}

/**
 * Whether the program is to be shown in a window of its own; else in the browser, which also serves where no window can
 * appear, or where the words are those of the browser's way.
 */
export function wantsWindow({ platform, env, words, isSuperuser }: Facts): boolean {
  if (env['BROWSER'] === 'none' || env['LIFELINE_NO_ELECTRON'] === '1' || isSuperuser) return false
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return false
  return words.every(
    (word, at) => /^--(data|lang)(=|$)/.test(word) || /^--(data|lang)$/.test(words[at - 1] ?? ''),
  )
}
