/** Frozen. 供核对: one record of which two offices changed different fields, neither knowing of the other. */
export const forALook = `
-- of this replica alone: never journaled, never in a packet
CREATE TABLE for_look (
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  thing TEXT NOT NULL,
  -- the local numbers of the two changes: what a packet brought, and what stood here
  theirs INTEGER NOT NULL,
  ours INTEGER NOT NULL,
  at TEXT NOT NULL,
  UNIQUE (thing, theirs, ours)
) STRICT;
`
