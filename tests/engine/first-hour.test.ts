import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { expectSound, openPc, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { beginDistrict, filledDistrict } from '#tests/fixtures/small-district.ts'

/** What a secretary meets before any work: the sample, the date, who is working, what is masked. */
const pcs: Pc[] = []
const on = (pc: Pc) => {
  pcs.push(pc)
  return pc
}
afterEach(async () => {
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

const leftIn = (pc: Pc) => readdirSync(pc.folder).filter(name => !name.startsWith('lock.db'))

describe('the sample district', () => {
  test('is a whole district of today, is said to be the sample, and can be thrown away', {
    timeout: 120_000,
  }, async () => {
    const pc = on(await openPc('office', { day: '2026-11-24' }))
    const tried = await resultOf(pc.ask.system.trySample({ by: '李晓' }))
    expect(tried).toMatchObject({ orgs: 954, members: 8368 })
    expect(await pc.ask.system.status()).toMatchObject({ state: 'ready', isSample: true })
    const stats = await pc.ask.registry.stats({})
    expect(stats).toMatchObject({ asOf: '2026-11-24', orgs: 954, branches: 883, members: 8368 })
    const scan = await pc.ask.lifeline.scan({ evidence: false })
    expect(scan.flagged).toBeGreaterThan(100)
    // there is work of this year and the last, a task book that is counted, and forms to fill
    const { figures } = await pc.ask.reports.figures({ year: 2026 })
    const lectures = figures.find(({ key }) => key === 'lectures')
    expect(lectures?.value).toBeGreaterThan(50)
    expect(lectures?.lastYear).toBe(100)
    const { books } = await pc.ask.tasks.books({})
    const lamps = books.flatMap(book => book.tasks.flatMap(({ units }) => units.map(({ lamp }) => lamp)))
    expect(new Set(lamps).size).toBeGreaterThan(1)
    expect((await pc.ask.forms.list({})).forms.map(({ places }) => places > 2)).toEqual([true, true])
    const { typed } = await resultOf(pc.ask.burden.read({}))
    expect(typed.map(({ name }) => name.zh)).toContain('新媒体粉丝量')
    await expectSound(pc)

    expect((await pc.ask.system.leaveSample()).changeSets).toBeGreaterThan(10)
    expect(await pc.ask.system.status()).toMatchObject({ state: 'empty', isSample: false })
    expect(leftIn(pc)).toEqual([])
    // The folder is ready for a registry of one's own, which is no sample.
    await beginDistrict(pc)
    expect(await pc.ask.system.status()).toMatchObject({ state: 'ready', isSample: false })
    expect((await refusalOf(pc.ask.system.leaveSample())).code).toBe('not-a-sample')
    await expectSound(pc)
  })

  test('stopped on the way leaves the folder as empty as it was', async () => {
    const pc = on(await openPc('office', { day: '2026-11-24' }))
    let seen = 0
    for await (const event of await pc.ask.system.trySample({})) {
      if (event.type === 'progress' && event.what.en.startsWith('Writing') && ++seen > 4) break
    }
    expect(seen).toBeGreaterThan(4)
    expect(await pc.ask.system.status()).toMatchObject({ state: 'empty' })
    expect(leftIn(pc)).toEqual([])
    expect(pc.bugs).toEqual([])
  })

  test('is refused where a registry is, and where only its keys are left', async () => {
    const pc = on(await filledDistrict.open('office'))
    expect((await refusalOf(resultOf(pc.ask.system.trySample({})))).code).toBe('registry-exists')
    expect(await pc.ask.registry.stats({})).toMatchObject({ members: expect.any(Number) })
    expect(existsSync(join(pc.folder, 'keys.json'))).toBe(true)
    const other = on(await filledDistrict.open('keys'))
    await other.behindTheContract(async session => {
      await session.close()
      for (const ending of ['', '-wal', '-shm']) {
        await rm(join(other.folder, `registry.db${ending}`), { force: true })
      }
    })
    expect((await refusalOf(resultOf(other.ask.system.trySample({})))).code).toBe('keys-exist')
    expect(existsSync(join(other.folder, 'keys.json'))).toBe(true)
  })
})

describe('the date of the PC', () => {
  test('that lies before the latest work is told, until somebody says that it is right', async () => {
    const pc = on(await filledDistrict.open('office', '2018-12-31'))
    const worked = (await pc.ask.system.status()).clock
    expect(worked).toMatchObject({ today: '2018-12-31', isBehind: false })
    pc.setDay('2018-01-02')
    const { clock } = await pc.ask.system.status()
    expect(clock).toMatchObject({ today: '2018-01-02', isBehind: true })
    const said = await pc.ask.system.trustClock({ lastWork: clock.lastWork ?? '' })
    expect(said.clock.isBehind).toBe(false)
    expect((await pc.ask.system.status()).clock.isBehind).toBe(false)
  })

  test('is asked about again when work was noted later than what was said to be right', async () => {
    const pc = on(await filledDistrict.open('office', '2018-12-31'))
    pc.setDay('2018-01-02')
    const { clock } = await pc.ask.system.status()
    await pc.ask.system.trustClock({ lastWork: clock.lastWork ?? '' })
    pc.setDay('2019-06-01')
    const [newest] = await pc.ask.registry.history({})
    await resultOf(pc.ask.registry.undo({ changeSet: newest?.changeSet ?? 0, by: '王红' }))
    pc.setDay('2018-01-02')
    expect((await pc.ask.system.status()).clock.isBehind).toBe(true)
  })

  test('that lies many years behind the latest work is asked about as well, once', async () => {
    const pc = on(await filledDistrict.open('office', '2018-12-31'))
    pc.setDay('2027-06-01')
    expect((await pc.ask.system.status()).clock).toMatchObject({ isBehind: false, isAhead: false })
    pc.setDay('2099-06-01')
    const { clock } = await pc.ask.system.status()
    expect(clock).toMatchObject({ today: '2099-06-01', isBehind: false, isAhead: true })
    await pc.ask.system.trustClock({ lastWork: clock.lastWork ?? '' })
    expect((await pc.ask.system.status()).clock.isAhead).toBe(false)
  })

  test('is not asked about where there is no registry yet', async () => {
    const pc = on(await openPc('office', { day: '2009-01-01' }))
    expect((await pc.ask.system.status()).clock).toEqual({
      today: '2009-01-01',
      lastWork: null,
      isBehind: false,
      isAhead: false,
    })
  })
})

test('who worked here is listed, the latest first, without those who gave no name', async () => {
  const pc = on(await openPc('office'))
  expect(await pc.ask.system.workers()).toEqual([])
  await pc.ask.registry.init({ name: '共青团青山区委员会', tier: 'district', by: '李晓' })
  expect(await pc.ask.system.workers()).toEqual(['李晓'])
})

test('the newest proven backup is told with its time, and named by the time on the wall', async () => {
  const pc = on(await filledDistrict.open('office', '2018-12-31'))
  expect((await pc.ask.system.status()).lastBackup).toBeNull()
  const { file } = await resultOf(pc.ask.system.backup())
  // The tests' clock says noon of a day in China.
  expect(file.name).toBe('lifeline-20181231-120000.db')
  expect((await pc.ask.system.status()).lastBackup).toBe('2018-12-31T04:00:00.000Z')
})

describe('a masked number', () => {
  test('is shown in full only after who asked, and what for, is noted', async () => {
    const pc = on(await filledDistrict.open('office'))
    const { rows } = await pc.ask.looking.people({ limit: 1 })
    const person = rows[0]?.id ?? ''
    expect(rows[0]?.idMasked).toContain('*')
    const { value } = await pc.ask.registry.disclose({
      person,
      field: 'id',
      reason: '核对报到材料',
      by: '李晓',
    })
    expect(value).toMatch(/^\d{17}[\dX]$/)
    const noted = { person, name: rows[0]?.name, field: 'id', reason: '核对报到材料', actor: '李晓' }
    expect(await pc.ask.registry.disclosures({ person })).toMatchObject([noted])
    expect(await pc.ask.registry.disclosures({})).toHaveLength(1)
    // Nothing of it is in the journal, and so in no packet.
    const [newest] = await pc.ask.registry.history({})
    expect(newest?.sentence.zh).not.toContain('核对')
    await expectSound(pc)
  })

  test('is not shown without a reason, nor of somebody unknown', async () => {
    const pc = on(await filledDistrict.open('office'))
    const { rows } = await pc.ask.looking.people({ limit: 1 })
    const asking = { person: rows[0]?.id ?? '', field: 'phone', reason: '  ' } as const
    await expect(pc.ask.registry.disclose(asking)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const unknown = { person: 'nobody', field: 'phone', reason: '核对' } as const
    expect((await refusalOf(pc.ask.registry.disclose(unknown))).code).toBe('person-unknown')
    expect(await pc.ask.registry.disclosures({})).toEqual([])
  })
})
