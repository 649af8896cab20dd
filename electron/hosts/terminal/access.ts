/**
 * What each command needs of the registry. `write` holds the folder, so that one program at a time changes it; `read`
 * needs no lock and works while a window has the registry open.
 */
export const accessOf = {
  init: 'write',
  import: 'write',
  export: 'read',
  stats: 'read',
  find: 'read',
  'org show': 'read',
  history: 'read',
  undo: 'write',
  scan: 'read',
  'enrol request': 'write',
  'enrol inspect': 'read',
  'enrol approve': 'write',
  'enrol accept': 'write',
  'enrol revoke': 'write',
  'bundle export': 'write',
  'bundle inspect': 'write',
  'bundle apply': 'write',
  'bundle undo': 'write',
  'bundle aside': 'read',
  'bundle aside take': 'write',
  peers: 'read',
  conflicts: 'read',
  'conflicts resolve': 'write',
  verify: 'read',
  backup: 'write',
  restore: 'write',
  serve: 'write',
} as const satisfies Record<string, 'read' | 'write'>

export type CommandName = keyof typeof accessOf
