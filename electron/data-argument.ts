/** The folder that `--data` names among a program's words; undefined where it names none. */
export function dataArgument(argv: readonly string[]): string | undefined {
  const at = argv.findLastIndex(word => word === '--data' || word.startsWith('--data='))
  const word = argv[at]
  if (word === undefined) return undefined
  return (word === '--data' ? argv[at + 1] : word.slice('--data='.length)) || undefined
}
