const digits = new Intl.NumberFormat('en-US')

/** 1881 -> 1,881: as sentences of both languages write a number. */
export function grouped(n: number): string {
  return digits.format(n)
}

/** `1 member`, `1,881 members`: English sentences count; Chinese ones need only the number. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : nouns}`
}
