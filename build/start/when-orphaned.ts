type Facts = {
  readonly platform: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The process that started this one: it may be gone before anything is watched. */
  readonly starter: number
  /** The process above this one, asked anew each time. */
  readonly parent: () => number
}

/**
 * Calls `end` once npm is gone. A signal sent to npm reaches npm's shell alone: what the shell started would go on
 * unseen, and hold the registry's folder. Nothing is watched without npm; Windows does not say that a parent has gone.
 * Answers how to stop watching.
 */
export function whenOrphaned(
  { platform, env, starter, parent }: Facts,
  every: number,
  end: () => void,
): () => void {
  if (platform === 'win32' || env['npm_lifecycle_event'] === undefined) return () => undefined
  const watch = setInterval(() => {
    if (parent() === starter) return
    clearInterval(watch)
    end()
  }, every)
  return () => clearInterval(watch)
}
