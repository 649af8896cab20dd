import { expect, test } from 'vitest'
import { findOrg } from '#db/registry/find-org.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { openRegistry } from './open-registry.ts'

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('it was not refused')
}

async function filled() {
  const registry = openRegistry()
  const ids = {
    root: await registry.org('共青团坪山区委员会', { code: '4403100000', short_name: '坪山区' }),
    first: await registry.org('六联社区（第一）团支部', { code: 'LL01', short_name: '第一支部' }),
    second: await registry.org('龙田社区第一团支部', { code: 'LT01', short_name: '第一支部' }),
    nameless: await registry.org('坪环社区团支部', { short_name: '第一支部' }),
  }
  return { registry, ids }
}

test.each([
  ['its code', '4403100000', 'root'],
  ['its code with spaces around it', ' LL01 ', 'first'],
  ['its full name', '共青团坪山区委员会', 'root'],
  ['its full name in the national form', '中国共产主义青年团坪山区委员会', 'root'],
  ['its full name with other brackets and spaces', '六联社区 (第一) 团支部', 'first'],
  ['its short name', '坪山区', 'root'],
] as const)('an organization is found by %s', async (_, ref, which) => {
  const { registry, ids } = await filled()
  expect((await findOrg(registry.reader, ref)).id).toBe(ids[which])
})

test('an organization is found by its id', async () => {
  const { registry, ids } = await filled()
  expect((await findOrg(registry.reader, ids.nameless)).name).toBe('坪环社区团支部')
})

test('a name that several have is refused with the codes to choose from, or ids where there is none', async () => {
  const { registry, ids } = await filled()
  const { code, text, details } = await refusalOf(findOrg(registry.reader, '第一支部'))
  expect(code).toBe('org-ambiguous')
  expect(details).toEqual({ org: '第一支部', choices: ['LL01', 'LT01', ids.nameless] })
  expect(text.zh).toContain('LL01、LT01')
  expect(text.en).toContain('LL01, LT01')
})

test('a code that two offices gave out is refused with their full names, or their ids where those are equal too', async () => {
  const registry = openRegistry()
  const ids = [
    await registry.org('东坪团支部', { code: 'X1' }),
    await registry.org('西坪团支部', { code: 'X1' }),
  ]
  const { code, text, details } = await refusalOf(findOrg(registry.reader, 'X1'))
  expect(code).toBe('org-ambiguous')
  expect([...(details['choices'] as string[])].sort()).toEqual(['东坪团支部', '西坪团支部'])
  expect(text.zh).toContain('请改用全称')
  expect(ids).toContain((await findOrg(registry.reader, '西坪团支部')).id)
  const third = await registry.org('东坪团支部', { code: 'X1' })
  const { text: again, details: more } = await refusalOf(findOrg(registry.reader, 'X1'))
  expect([...(more['choices'] as string[])].sort()).toEqual([...ids, third].sort())
  expect(again.en).toContain('by its id')
})

test('a code comes before a name, and a full name before a short one', async () => {
  const registry = openRegistry()
  const byCode = await registry.org('甲', { code: '坪山' })
  await registry.org('坪山', { short_name: '乙' })
  expect((await findOrg(registry.reader, '坪山')).id).toBe(byCode)
  const byName = await registry.org('乙', {})
  expect((await findOrg(registry.reader, '乙')).id).toBe(byName)
})

test('a name that nobody has is refused with what to check', async () => {
  const { registry } = await filled()
  for (const ref of ['不存在的支部', '', '44031', '坪山']) {
    const { code, details } = await refusalOf(findOrg(registry.reader, ref))
    expect({ code, details }).toEqual({ code: 'org-unknown', details: { org: ref } })
  }
})
