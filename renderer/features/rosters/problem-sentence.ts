import type { ImportProblem } from '#contract/rosters.ts'

/** The sentence of a problem without its place and the proposed repair, where these stand in columns of their own. */
export function problemSentence({ value, repair }: ImportProblem, sentence: string): string {
  // The place ends behind the value, which may hold colons itself and may be shortened.
  const end = value === '' ? /[)）][：:] ?/ : /["”][：:] ?/
  const place = end.exec(sentence)
  const bare = place === null ? sentence : sentence.slice(place.index + place[0].length)
  const proposal = repair === null ? -1 : bare.lastIndexOf(repair)
  if (proposal === -1) return bare
  const start = Math.max(bare.lastIndexOf('。', proposal), bare.lastIndexOf('. ', proposal))
  return start === -1 ? bare : bare.slice(0, start + 1)
}
