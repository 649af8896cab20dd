import { expect, test } from 'vitest'
import { refusalOf } from '#tests/fixtures/engine.ts'
import { exchangeAll } from '#tests/fixtures/exchange.ts'
import { threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

test('the district rehearses, publishes and sends its rule pack; a street receives it and may publish none', async () => {
  const all = await offices()
  const { district, street, community } = all
  const own = await district.ask.rulePacks.inForce({})
  expect(own).toMatchObject({ issuer: null, id: 'lifeline-default-1' })
  expect(own.thresholds).toContainEqual(
    expect.objectContaining({ name: 'W01.fewestMembers', value: 3, source: 'S2', isStale: false }),
  )

  const saved = JSON.parse(await (await district.ask.rulePacks.save({ name: '规则包.json' })).file.text())
  const changed = {
    ...saved,
    name: { zh: '青山区规则', en: 'Rules of Qingshan' },
    since: '2018-01-01',
    version: 2,
    thresholds: {
      ...saved.thresholds,
      'W01.fewestMembers': [{ value: 5, from: null, basis: null, source: null, checked: '2018-01-01' }],
      'W21.most': [{ value: 1 }],
    },
  }
  const file = () => new File([JSON.stringify(changed)], '规则包.json')
  const tried = await district.ask.rulePacks.rehearse({ file: file() })
  expect(tried).toMatchObject({ unknown: ['W21.most'], cleared: [], rules: [{ rule: 'W01' }] })
  const [hollow] = tried.rules
  expect(hollow?.next).toBeGreaterThan(hollow?.now ?? 0)

  const refused = await refusalOf(street.ask.rulePacks.publish({ file: file() }))
  expect(refused.code).toBe('pack-not-yours')
  const before = await district.ask.lifeline.scan({ evidence: false })
  const dry = await district.ask.rulePacks.publish({ file: file(), dryRun: true })
  expect(dry.changeSet).toBeNull()
  const done = await district.ask.rulePacks.publish({ file: file(), by: '王书记' })
  expect(done.sentences[0]?.zh).toContain('规则包 2018-2 青山区规则')
  expect(done.warnings[0]?.zh).toContain('W21.most')
  expect((await refusalOf(district.ask.rulePacks.publish({ file: file() }))).code).toBe('pack-twice')

  const scanned = await district.ask.lifeline.scan({ evidence: false })
  expect(scanned).toMatchObject({ pack: done.id, unknown: ['W21.most'] })
  expect(scanned.flagged - before.flagged).toBe(tried.newlyFlagged.length)
  expect(scanned.findings.filter(({ rule }) => rule === 'W01')).toHaveLength(hollow?.next ?? 0)
  // an old scan is run again with the pack that it names
  const again = await district.ask.lifeline.scan({ evidence: false, pack: before.pack })
  expect({ ...again, ms: 0 }).toEqual({ ...before, ms: 0 })

  await exchangeAll(all)
  for (const pc of [street, community]) {
    expect(await pc.ask.rulePacks.inForce({})).toMatchObject({
      id: done.id,
      name: { zh: '青山区规则' },
      unknown: ['W21.most'],
    })
    expect((await pc.ask.lifeline.scan({ evidence: false })).pack).toBe(done.id)
  }
})
