import { join } from 'node:path'
import type { Configuration } from 'electron-builder'
import { root } from '../run.ts'

/** What the program is packed for, by the name of better-sqlite3's binary for it. */
export const targets = ['linux-x64', 'win32-x64'] as const
export type Target = (typeof targets)[number]

export const executableName = 'lifeline-registry'

/** Nothing but these runs or is read; each name is written out, so that a new package cannot slip in. */
export function packedFiles(target: Target): string[] {
  const sqlite = 'node_modules/better-sqlite3'
  return [
    'dist/**',
    'package.json',
    `${sqlite}/package.json`,
    `${sqlite}/LICENSE`,
    `${sqlite}/lib/**`,
    `${sqlite}/prebuilds/${target}.node`,
  ]
}

/** How electron-builder packs the program for one target. */
export function packConfig(target: Target, output: string): Configuration {
  return {
    appId: 'cn.lifeline.registry',
    productName: '命脉台账',
    copyright: 'MIT licence',
    directories: { output, buildResources: join(root, 'build', 'icons') },
    // All packages are taken out first: electron-builder would put every installed dependency in.
    files: ['!**/*', '!node_modules/**', ...packedFiles(target)],
    // Only what is named below lies beside the archive: the rest is under its seal.
    asar: { smartUnpack: false },
    asarUnpack: ['node_modules/better-sqlite3/prebuilds/*.node'],
    // The binary speaks Node-API and needs no building.
    npmRebuild: false,
    buildDependenciesFromSource: false,
    electronLanguages: ['zh-CN', 'en-US'],
    electronFuses: {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
      // There are no cookies; on Linux it would ask for the key ring.
      enableCookieEncryption: false,
      loadBrowserProcessSpecificV8Snapshot: false,
    },
    artifactName: `${executableName}-\${version}-\${os}-\${arch}.\${ext}`,
    win: {
      target: [{ target: 'nsis', arch: ['x64'] }],
      executableName,
      icon: join(root, 'build', 'icons', 'icon.ico'),
    },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      installerLanguages: ['zh_CN', 'en_US'],
      shortcutName: '命脉台账',
      // The registry stays where it is.
      deleteAppDataOnUninstall: false,
    },
    linux: {
      target: [
        { target: 'AppImage', arch: ['x64'] },
        { target: 'tar.gz', arch: ['x64'] },
      ],
      executableName,
      category: 'Office',
      icon: join(root, 'build', 'icons', 'icon.png'),
    },
    publish: null,
  }
}
