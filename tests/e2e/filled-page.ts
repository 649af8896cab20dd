import { expect, onTestFinished } from 'vitest'
import type { Pc } from '#tests/fixtures/engine.ts'
import { chromiumPath, type OpenedPage, openPage } from './opened-page.ts'
import { see } from './see.ts'

type Options = {
  /** The way in; the browser's unless said otherwise. */
  readonly open?: (executable: string, day: string, options: { readonly from: string }) => Promise<OpenedPage>
  readonly day?: string
  /** What is noted as a fault and is none in this test. */
  readonly expects?: (fault: string) => boolean
}

/** The page over a PC's registry as it was filled so far. At the test's end all is closed, and any fault fails it. */
export async function openFilled(
  pc: Pc,
  { open = openPage, day = '2018-12-31', expects = () => false }: Options = {},
) {
  await pc.close()
  const opened = await open(chromiumPath ?? '', day, { from: pc.folder })
  onTestFinished(async () => {
    await opened.close()
    await pc.discard()
    expect(opened.faults.filter(fault => !expects(fault))).toEqual([])
  })
  const { page, address } = opened
  await page.goto(address)
  await see(page.getByRole('main')).toBeVisible()
  return { page, address, origin: new URL(address).origin }
}
