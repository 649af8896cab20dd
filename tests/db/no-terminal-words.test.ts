import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { allCommands } from '#electron/hosts/terminal/all-commands.ts'
import { root, sourcesIn } from '#tests/fixtures/source-imports.ts'

const names = allCommands.map(({ name }) => name).join('|')
/** A sentence that sends its reader to the terminal: 请用 init 建立, Run verify, with enrol accept, --data. */
const toTheTerminal = new RegExp(
  `(用|运行|例如) ?(${names})(?![\\w-])|\\b([Rr]un|with|such as|by) (${names})(?=[;,.]|$)|（(${names})）| --[a-z]`,
)
const isSaid = (line: string) => /['`]/.test(line) && !/^\s*(\/\/|\/?\*)/.test(line)

test('no sentence of the engine sends its reader to the terminal: a clerk has none', () => {
  const found = sourcesIn('db').flatMap(file =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .filter(line => isSaid(line) && toTheTerminal.test(line))
      .map(line => `${file}: ${line.trim()}`),
  )
  expect(found).toEqual([])
})

test.each([
  "'请先用 init 建立，或用 enrol request 申请加入上级的台账。'",
  "'Nothing was written. Run verify, and restore a backup if need be.'",
  "'open its approval with enrol accept.'",
  "'请用 --data 指定别的文件夹。'",
])('such a sentence is known: %s', line => {
  expect(isSaid(line) && toTheTerminal.test(line)).toBe(true)
})
