import { openAsBlob } from 'node:fs'
import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { processorTime } from '#tests/fixtures/processor-time.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

/** A file that says to be 3 GB, and takes none of them on the disk: to read it whole is to fail. */
async function hugeFile(name: string, beginning: string): Promise<File> {
  const path = join(await tempFolder(), name)
  await writeFile(path, beginning)
  await truncate(path, 3 * 1024 * 1024 * 1024)
  return new File([await openAsBlob(path)], name)
}

test('a request of 3 GB is refused before it is read, and so is an approval', async () => {
  const pc = await openPc('district')
  try {
    const { org } = await pc.ask.registry.init({ name: '龙华区', tier: 'district' })
    const request = await hugeFile('入网申请.json', '{"what":"命脉台账"')
    const worked = processorTime()
    const inspected = await refusalOf(pc.ask.packets.enrolInspect({ file: request }))
    const approved = await refusalOf(resultOf(pc.ask.packets.enrolApprove({ file: request, org: org.id })))
    expect([inspected.code, approved.code]).toEqual([approved.code, inspected.code])
    expect(inspected.text.zh).toContain('入网申请.json')
    const approval = await hugeFile('批复.llb', 'age-encryption.org/v1')
    expect((await refusalOf(pc.ask.packets.enrolInspect({ file: approval }))).text.zh).toContain('批复.llb')
    expect(worked()).toBeLessThan(10_000)
    expect(pc.bugs).toEqual([])
  } finally {
    await pc.discard()
  }
})
