import type { Target } from './config.ts'
import type { Packed } from './look-at.ts'

const allowed = /^(package\.json|dist\/.+|node_modules\/better-sqlite3\/(package\.json|LICENSE|lib\/.+))$/

const needed = [
  'package.json',
  'dist/renderer/index.html',
  'dist/node/main.mjs',
  'dist/node/engine-process.mjs',
  'dist/node/worker.mjs',
  'dist/preload/preload.cjs',
  'node_modules/better-sqlite3/package.json',
  'node_modules/better-sqlite3/lib/index.js',
]

const fuses: Readonly<Record<string, boolean>> = {
  RunAsNode: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  GrantFileProtocolExtraPrivileges: false,
  EnableCookieEncryption: false,
}

/** What is wrong with a packed program, a sentence each; nothing where it is as it should be. */
export function faultsOf({ files, unpacked, fuses: set, locales }: Packed, target: Target): string[] {
  const binary = `node_modules/better-sqlite3/prebuilds/${target}.node`
  const system = target === 'win32-x64' ? 'windows' : 'linux'
  const [own, ...more] = unpacked
  const isOwnBinary = own?.file === binary && own.system === system && more.length === 0
  return [
    ...files.filter(file => file !== binary && !allowed.test(file)).map(file => `${file} does not belong in`),
    ...needed.filter(file => !files.includes(file)).map(file => `${file} is missing`),
    ...(isOwnBinary ? [] : [`beside the archive lies ${JSON.stringify(unpacked)}, and not ${binary} alone`]),
    ...Object.entries(fuses)
      .filter(([name, state]) => set[name] !== state)
      .map(([name, state]) => `the fuse ${name} should be ${state ? 'on' : 'off'}`),
    ...(locales.join() === 'en-US.pak,zh-CN.pak' ? [] : [`the languages are ${locales.join(', ')}`]),
  ]
}
