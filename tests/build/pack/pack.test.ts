import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packConfig, packedFiles, targets } from '#build/pack/config.ts'
import { faultsOf } from '#build/pack/faults.ts'
import { layOut, unpackedFolder } from '#build/pack/lay-out.ts'
import { lookAt } from '#build/pack/look-at.ts'
import { makeStandInElectron } from '#build/pack/stand-in-electron.ts'
import { allParts, buildStale } from '#build/parts.ts'

let folder: string
beforeAll(async () => {
  expect(buildStale(allParts)).toBe(true)
  folder = await mkdtemp(join(tmpdir(), 'lifeline-pack-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function packed(target: (typeof targets)[number]) {
  const electronDist = join(folder, `electron-${target}`)
  const output = join(folder, target)
  await makeStandInElectron(electronDist, target)
  await layOut({ target, output, electronDist, isFolderOnly: true })
  return lookAt(join(output, unpackedFolder(target)), target)
}

test.each(targets)('what is packed for %s is what runs, sealed, and nothing else', async target => {
  const found = await packed(target)
  expect(faultsOf(found, target)).toEqual([])
  expect(found.files.filter(file => file.endsWith('.node'))).toEqual([
    `node_modules/better-sqlite3/prebuilds/${target}.node`,
  ])
  expect(found.unpacked).toEqual([
    {
      file: `node_modules/better-sqlite3/prebuilds/${target}.node`,
      system: target === 'win32-x64' ? 'windows' : 'linux',
    },
  ])
  expect(found.fuses).toMatchObject({
    RunAsNode: false,
    OnlyLoadAppFromAsar: true,
    EnableEmbeddedAsarIntegrityValidation: true,
  })
})

test('the check finds what does not belong in, what is missing, another system’s binary and an open fuse', () => {
  const sqlite = 'node_modules/better-sqlite3'
  const binary = { file: `${sqlite}/prebuilds/linux-x64.node`, system: 'linux' } as const
  const faults = faultsOf(
    {
      files: ['package.json', 'dist/node/main.mjs', 'tests/electron/wire.test.ts', `${sqlite}/src/a.cpp`],
      unpacked: [binary],
      fuses: { RunAsNode: true },
      locales: ['en-US.pak', 'fr.pak'],
    },
    'win32-x64',
  )
  expect(faults).toEqual(
    expect.arrayContaining([
      'tests/electron/wire.test.ts does not belong in',
      `${sqlite}/src/a.cpp does not belong in`,
      'dist/node/worker.mjs is missing',
      expect.stringContaining(`and not ${sqlite}/prebuilds/win32-x64.node alone`),
      'the fuse RunAsNode should be off',
      'the fuse OnlyLoadAppFromAsar should be on',
      'the languages are en-US.pak, fr.pak',
    ]),
  )
})

test.each(targets)('the configuration for %s is one that electron-builder knows', async target => {
  const require = createRequire(import.meta.url)
  const inside = createRequire(require.resolve('electron-builder'))
  const { validateConfiguration } = inside('app-builder-lib/out/util/config/config')
  const { DebugLogger } = createRequire(inside.resolve('app-builder-lib'))('builder-util')
  const config = packConfig(target, folder)
  await expect(validateConfiguration(config, new DebugLogger(false))).resolves.toBeUndefined()
  await expect(validateConfiguration({ ...config, notKnown: true }, new DebugLogger(false))).rejects.toThrow(
    'notKnown',
  )
  expect(packedFiles(target).every(pattern => !pattern.startsWith('!'))).toBe(true)
})
