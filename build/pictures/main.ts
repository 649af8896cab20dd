import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { chromium, type Page } from '@playwright/test'
import { openEngine } from '#db/engine.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { buildStale } from '../parts.ts'
import { root } from '../run.ts'
import { dayOfPictures, noonOfPictures } from './clock-of-pictures.ts'
import { fillDistrict, knownOrgs, rosterWithProblems, worker } from './fill-district.ts'
import { type Picture, picturesOf } from './pictures.ts'
import { serve } from './served.ts'

/** `npm run screenshots`: the pictures of the README, taken of the program over the sample district. */
const places = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const executablePath = places.find(path => path !== undefined && existsSync(path))
if (executablePath === undefined) {
  say('Chromium is not on this PC. Set CHROMIUM to its path.')
  process.exitCode = 1
} else if (buildStale(['page'])) {
  await takeAll(executablePath)
} else {
  process.exitCode = 1
}

async function takeAll(executablePath: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lifeline-pictures-'))
  try {
    say('filling the sample district ...')
    const pictures = picturesOf(await fill(folder))
    const served = await serve(join(folder, 'district'))
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    try {
      const context = await browser.newContext({
        viewport: { width: 1366, height: 768 },
        reducedMotion: 'reduce',
      })
      const page = await context.newPage()
      await page.goto(served.address)
      await mkdir(join(root, 'build', 'pictures', 'png'), { recursive: true })
      for (const picture of pictures) await take(page, new URL(served.address).origin, picture)
    } finally {
      await browser.close()
      await served.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function take(
  page: Page,
  origin: string,
  { name, at, language, scheme, until }: Picture,
): Promise<void> {
  const kept = { 'lifeline.language': language, 'lifeline.by': worker }
  await page.evaluate(
    `for (const [key, value] of Object.entries(${JSON.stringify(kept)})) localStorage.setItem(key, JSON.stringify(value));
    localStorage.setItem('mantine-color-scheme-value', '${scheme ?? 'light'}')`,
  )
  await page.goto(origin + at)
  await until(page)
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  // Whatever long work has shown in the corner is over.
  await page.locator('.tray > *').first().waitFor({ state: 'detached' })
  await page.screenshot({ path: join(root, 'build', 'pictures', 'png', `${name}.png`), caret: 'hide' })
  say(name)
}

/** The sample district in a folder of its own, and the files that the pictures show on their way in. */
async function fill(folder: string) {
  const orgs = knownOrgs(dayOfPictures)
  const open = (name: string) =>
    openEngine({
      folder: join(folder, name),
      clock: { now: () => noonOfPictures },
      newId: uuidV7(),
      log: (level, message) => say(`${level}: ${message}`),
      access: 'write',
    })
  const [district, community] = [await open('district'), await open('community')]
  try {
    const clients = [createRouterClient(district.router), createRouterClient(community.router)] as const
    const { packet } = await fillDistrict(...clients, orgs)
    return {
      orgs,
      roster: await kept(folder, rosterWithProblems(orgs.branch)),
      packet: await kept(folder, packet),
    }
  } finally {
    await district.close()
    await community.close()
  }
}

async function kept(folder: string, file: File): Promise<string> {
  const path = join(folder, file.name)
  await writeFile(path, Buffer.from(await file.arrayBuffer()))
  return path
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
