import { expect, onTestFinished, test, vi } from 'vitest'
import { whenOrphaned } from '#build/start/when-orphaned.ts'

const underNpm = { npm_lifecycle_event: 'start' }

function watched(platform: string, env: Readonly<Record<string, string>>) {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  let parent = 400
  const end = vi.fn()
  const stop = whenOrphaned({ platform, env, starter: 400, parent: () => parent }, 500, end)
  const leave = () => {
    parent = 1
    vi.advanceTimersByTime(2000)
  }
  return { end, stop, leave }
}

test('what npm started ends, once, when npm is gone', () => {
  const { end, leave } = watched('linux', underNpm)
  vi.advanceTimersByTime(2000)
  expect(end).not.toHaveBeenCalled()
  leave()
  expect(end).toHaveBeenCalledOnce()
})

test.each([
  ['without npm', 'linux', {}],
  ['on Windows', 'win32', underNpm],
])('%s nothing is watched', (_where, platform, env) => {
  const { end, leave } = watched(platform, env)
  leave()
  expect(end).not.toHaveBeenCalled()
})

test('nothing is ended any more after it has ended by itself', () => {
  const { end, stop, leave } = watched('darwin', underNpm)
  stop()
  leave()
  expect(end).not.toHaveBeenCalled()
})
