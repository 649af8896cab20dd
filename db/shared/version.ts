import manifest from '../../package.json' with { type: 'json' }

/** The program's version, as its package names it. */
export const version: string = manifest.version
