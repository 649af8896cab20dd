import { expect, test } from 'vitest'
import { askAhead } from '#renderer/frame/ask-ahead.ts'

type Within = { readonly signal: AbortSignal }

const asked = (pathname: string, search: string) => {
  const questions: unknown[] = []
  const told = (name: string) => async () => {
    questions.push(name)
    return {}
  }
  const people = async (wanted: unknown) => {
    questions.push(wanted)
    return { total: 0, rows: [] }
  }
  const client = { system: { status: told('status') }, looking: { begin: told('begin'), people } }
  const { signal } = new AbortController()
  const prefetchQuery = async ({ queryFn }: { readonly queryFn: (within: Within) => Promise<unknown> }) => {
    await queryFn({ signal })
  }
  askAhead({ prefetchQuery }, client as never, { pathname, search })
  return questions
}

test('the tree is asked for beside the state of the registry where it is what is opened, and of today', () => {
  expect(asked('/orgs', '?org=x')).toEqual(['status', 'begin'])
  expect(asked('/orgs', '?asOf=2018-06-30')).toEqual(['status'])
  expect(asked('/work', '')).toEqual(['status'])
})

test('so is the beginning of the list of people, as its address filters and sorts it', () => {
  expect(asked('/people', '')).toEqual([
    'status',
    { text: '', sort: 'name', down: false, offset: 0, limit: 100 },
  ])
  expect(asked('/people', '?text=王&sort=birth&down=yes')).toEqual([
    'status',
    { text: '王', sort: 'birth', down: true, offset: 0, limit: 100 },
  ])
  expect(asked('/people', '?asOf=2018-06-30')).toEqual(['status'])
})
