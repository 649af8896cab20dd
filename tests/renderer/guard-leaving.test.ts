import { expect, test } from 'vitest'
import { guardLeaving } from '#renderer/app/guard-leaving.ts'

test('the page is left without a question, unless it is guarded', () => {
  const page = new EventTarget()
  const isAsked = () => !page.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  expect(isAsked()).toBe(false)
  const letGo = guardLeaving(page)
  expect(isAsked()).toBe(true)
  letGo()
  expect(isAsked()).toBe(false)
})
