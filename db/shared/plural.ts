/** `1 member`, `2 members`: English sentences count; Chinese ones need nothing. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`
}
