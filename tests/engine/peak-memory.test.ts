import { expect, test } from 'vitest'
import { onFirstUse } from '#db/shared/made-once.ts'
import {
  peakOfAside,
  peakOfFlood,
  peakOfImport,
  peakOfSwelling,
  peakOfVerify,
  peaksOfPacket,
} from '#tests/bench/peak-memory.ts'
import { mostSwelling } from '#tests/bench/swelling-files.ts'

const isLinux = process.platform === 'linux'
if (!isLinux) console.warn('Peak memory is read from /proc: its tests are not run outside of Linux')
const quiet = () => undefined
const enough = 600_000

/** Of one packet, which is made and taken in once: 40,000 changes. */
const ofPacket = onFirstUse(() => peaksOfPacket(20_000, quiet))

test.runIf(isLinux)(
  'what a packet takes hardly grows with the people in it',
  { timeout: enough },
  async () => {
    // 60,000 changes, held in memory, took 400 MB; of these that would be some 320.
    expect((await ofPacket()).taking).toBeLessThan(265)
  },
)

test.runIf(isLinux)(
  'an import of a large roster stays below 300 MB, and keeps none of a sheet of which every number may have been rounded',
  { timeout: enough },
  async () => {
    const { peak, members } = await peakOfImport(2, quiet, true)
    expect(members).toBeGreaterThan(16_000)
    // 300 MB, in the units of the others; so that one of 100,000 stays below it too, there has to be room.
    expect(peak).toBeLessThan(270)
  },
)

test.runIf(isLinux)('what `verify` takes does not grow with the journal', { timeout: enough }, async () => {
  const small = await peakOfVerify(500, quiet)
  const { verifying } = await ofPacket()
  // 60,000 changes, held in memory, took 160 MB more than a small registry; of these that would be some 105.
  expect(verifying).toBeLessThan(Math.min(300, small + 75))
})

test.runIf(isLinux)(
  'a packet that nobody proves is laid aside whole, told, and takes little',
  { timeout: enough },
  async () => {
    // Of 10,000 changes; all of 100,000 take 250 MB.
    expect(await peakOfAside(10_000, quiet)).toBeLessThan(240)
  },
)

test.runIf(isLinux)(
  'a flood of calls is answered or told to come again, and what it makes takes no more than the program may',
  { timeout: enough },
  async () => {
    const { peak, answered, busy } = await peakOfFlood(120)
    expect(answered + busy).toBe(120)
    expect(answered).toBeGreaterThan(80)
    // 300 MB; with each file that is made kept in memory and each thread's map of the registry it took 315.
    expect(peak).toBeLessThan(286)
  },
)

test.runIf(isLinux).each(mostSwelling)(
  'a file that was made to fill the memory does not: %s',
  { timeout: enough },
  async (name, content) => {
    // 300 MB, in the units of the others.
    expect(await peakOfSwelling(name, content())).toBeLessThan(286)
  },
)
