import { expect, test } from 'vitest'
import { askAhead } from '#renderer/frame/ask-ahead.ts'

const asked = (pathname: string, search: string) => {
  const questions: string[] = []
  const told = (name: string) => async () => {
    questions.push(name)
    return {}
  }
  const client = { system: { status: told('status') }, looking: { begin: told('begin') } }
  const prefetchQuery = async ({ queryFn }: { readonly queryFn: () => Promise<unknown> }) => {
    await queryFn()
  }
  askAhead({ prefetchQuery }, client as never, { pathname, search })
  return questions
}

test('the tree is asked for beside the state of the registry where it is what is opened, and of today', () => {
  expect(asked('/orgs', '?org=x')).toEqual(['status', 'begin'])
  expect(asked('/orgs', '?asOf=2018-06-30')).toEqual(['status'])
  expect(asked('/people', '')).toEqual(['status'])
})
