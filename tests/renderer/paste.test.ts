import { expect, test } from 'vitest'
import type { Recognised } from '#contract/rosters.ts'
import { rosterNames } from '#db/records/rosters.ts'
import { isRows, pastedInto, rowsAsFile } from '#renderer/features/rosters/queue/pasted.ts'
import { placedNear, withFiles } from '#renderer/features/rosters/queue/queue.ts'

test('rows have tabs between their cells; a word, a line or a few spaces are none', async () => {
  expect(['张伟', '一\n二', '\t', '姓名\t电话', 'a\tb\r\n'].map(isRows)).toEqual([
    false,
    false,
    false,
    true,
    true,
  ])
  const file = rowsAsFile('姓名\t电话', '粘贴的表格 1')
  expect([file.name, await file.text()]).toEqual(['粘贴的表格 1.txt', '姓名\t电话'])
})

test('the list in sight says what pasted rows are, and whose; other pages say nothing', () => {
  expect(pastedInto('/people', '?org=o1')).toEqual({ as: 'members', org: 'o1' })
  expect(pastedInto('/people', '')).toEqual({ as: 'members', org: undefined })
  expect(pastedInto('/orgs', '?org=o1&tab=meetings')).toEqual({ as: 'meetings', org: 'o1' })
  expect(pastedInto('/orgs', '?org=o1&tab=below')).toEqual({ as: 'orgs', org: undefined })
  expect(pastedInto('/orgs', '?org=o1')).toEqual({ as: undefined, org: undefined })
  expect(pastedInto('/', '')).toEqual({ as: undefined, org: undefined })
  expect(pastedInto('/orgs', '?org=o1&tab=visit')).toEqual({ as: 'visits', org: 'o1' })
  expect(pastedInto('/orgs', '?org=o1&tab=findings')).toEqual({ as: undefined, org: undefined })
  expect(pastedInto('/work', '')).toEqual({ as: 'work', org: 'own' })
  expect(pastedInto('/work', '?org=o1&type=主题团课')).toEqual({ as: 'work', org: 'o1', type: '主题团课' })
  expect(pastedInto('/work', '?part=venue_log')).toEqual({ as: 'venue-diary', org: 'own' })
  expect(pastedInto('/tasks', '')).toEqual({ as: 'tasks', org: 'own' })
  expect(pastedInto('/fees', '?org=o1')).toEqual({ as: 'fees', org: 'o1' })
})

test('rows belong to the list that they were pasted into only where they do not say it themselves', () => {
  const near = { id: 'o1', name: '东坪社区第一' }
  const [queued] = withFiles([], [new File(['x'], 'a.txt')], 1, { as: 'meetings', near })
  if (queued === undefined) throw new Error('nothing queued')
  expect(queued.said).toEqual({ map: {}, as: 'meetings' })
  const column = (name: string, field: string) => ({
    name,
    header: name,
    samples: [],
    field,
    by: 'header' as const,
  })
  const found: Recognised = {
    as: 'meetings',
    isLedger: false,
    sure: false,
    why: { zh: '', en: '' },
    sheets: [],
    sheet: null,
    together: [],
    place: null,
    headerRow: 1,
    day: null,
    columns: [column('日期', 'held_on')],
    fields: [],
    needs: [['org'], ['held_on']],
    missing: [['org']],
  }
  expect(placedNear(queued, found).said.place).toEqual(near)
  const placed = { ...found, columns: [...found.columns, column('支部', 'org')] }
  expect(placedNear(queued, placed)).toBe(queued)
})

test('every list of records into which rows can be entered takes what is pasted into it', () => {
  for (const { kind, as } of rosterNames.filter(({ kind }) => !['org', 'person', 'post'].includes(kind))) {
    const listed = pastedInto(
      '/orgs',
      `?org=o1&tab=${kind === 'term' ? 'terms' : kind === 'meeting' ? 'meetings' : kind}`,
    )
    expect(listed).toEqual({ as, org: 'o1' })
  }
})
