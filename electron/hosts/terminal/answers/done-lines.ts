import type { Lang } from '#db/shared/text.ts'

/** How every change ends for people: under which number it can be taken back, or that nothing was changed. */
export function doneLines(
  outcome: { readonly changeSet: number | null; readonly isDryRun: boolean },
  lang: Lang,
): readonly string[] {
  if (outcome.isDryRun) {
    return [lang === 'zh' ? '这是试运行，什么都没有改。' : 'This was a dry run: nothing was changed.']
  }
  if (outcome.changeSet === null) return [lang === 'zh' ? '没有变化。' : 'Nothing had to be changed.']
  return [
    lang === 'zh'
      ? `已记为第 ${outcome.changeSet} 项操作；要撤销，用 undo ${outcome.changeSet}。`
      : `Recorded as step no. ${outcome.changeSet}; undo ${outcome.changeSet} undoes it.`,
  ]
}
