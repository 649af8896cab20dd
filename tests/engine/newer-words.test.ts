import { expect, test } from 'vitest'
import { resultOf } from '#tests/fixtures/engine.ts'
import { codes } from '#tests/fixtures/exchange.ts'
import { filledDistrict } from '#tests/fixtures/small-district.ts'
import { tablesOf } from '#tests/fixtures/table-dump.ts'

/** A registry into which a packet of a newer program brought words that this one does not know. */
async function withNewerWords() {
  const pc = await filledDistrict.open('district')
  const [member] = tablesOf(pc.folder)['membership'] ?? []
  const person = String(member?.['person'])
  const org = String(member?.['org'])
  await pc.behindTheContract(async session => {
    const { journal } = session.writing()
    await journal.write({ label: { what: 'packet', from: '民治', number: 1 }, actor: '' }, set => {
      set.create('standing', {
        person,
        status: 'on-leave',
        report: 'forwarded',
        since: '2018-06-01',
        follows: [],
      })
      set.create('post', { person, org, title: '数字化委员', nature: 'remote', since: '2018-01-01' })
      set.create('meeting', { org, type: '云上团课', held_on: '2018-05-04' })
      set.edit('org', org, { kind: 'cloud-branch', tier: 'metaverse', branch_type: 'virtual' })
      set.edit('person', person, { political: 'x', education: 'y', occupation: 'z' })
    })
  })
  return { pc, person, org }
}

test('words of a newer program are shown as they are, and nothing fails because of them', async () => {
  const { pc, person, org } = await withNewerWords()
  try {
    const { ask } = pc
    const own = (await ask.system.status()).org?.id ?? ''
    const asked: Readonly<Record<string, () => Promise<unknown>>> = {
      person: () => ask.looking.person({ id: person }),
      people: () => ask.looking.people({ org: own, offset: 0, limit: 100 }),
      'people of the branch': () => ask.looking.people({ org, offset: 0, limit: 100 }),
      cadres: () => ask.looking.cadres({ org: own, offset: 0, limit: 100 }),
      children: () => ask.looking.children({ org: own }),
      'of the organization': () => ask.registry.orgShow({ org }),
      stats: () => ask.registry.stats({}),
      find: () => ask.registry.find({ text: codes.community }),
      history: () => ask.registry.history({ of: person }),
      scan: () => ask.lifeline.scan({}),
      export: () => resultOf(ask.rosters.exportRoster({ as: 'members', name: 'x.csv' })),
      'export orgs': () => resultOf(ask.rosters.exportRoster({ as: 'orgs', name: 'x.csv' })),
      'export cadres': () => resultOf(ask.rosters.exportRoster({ as: 'cadres', name: 'x.xlsx' })),
      'export meetings': () => resultOf(ask.rosters.exportRoster({ as: 'meetings', name: 'x.xlsx' })),
      verify: () => resultOf(ask.system.verify()),
    }
    const failed: string[] = []
    for (const [name, work] of Object.entries(asked)) {
      await work().catch(error =>
        failed.push(`${name}: ${error.message} ${JSON.stringify(error.data ?? '')}`),
      )
    }
    expect([failed, pc.bugs.map(bug => bug.split('\n')[0])]).toEqual([[], []])
    const shown = await ask.looking.person({ id: person })
    expect(JSON.stringify(shown)).toContain('on-leave')
  } finally {
    await pc.discard()
  }
})
