/** Frozen. The journal: what happened, in the order in which it came to this replica; and what folding it keeps beside the tables. */
export const journal = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE writer (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  replica TEXT NOT NULL
) STRICT;

-- one authored change set: who wrote, for which office, when by his clock
CREATE TABLE origin (
  no INTEGER PRIMARY KEY,
  writer INTEGER NOT NULL REFERENCES writer (no),
  first_n INTEGER NOT NULL,
  office TEXT NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  label TEXT NOT NULL,
  -- a copied PC may write another set under the same number: each change keeps what its own author said
  digest TEXT NOT NULL,
  UNIQUE (writer, first_n, digest)
) STRICT;

-- one transaction of this replica: its own work, or a packet taken in
CREATE TABLE change_set (
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  label TEXT NOT NULL,
  -- its changes lie next to each other: local numbers from first to last
  first_change INTEGER NOT NULL,
  last_change INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX change_set_first ON change_set (first_change);
-- which change sets took others back: asked with every look at the history, and few among many
CREATE INDEX change_set_undo ON change_set (no) WHERE json_valid(label) AND label ->> '$.what' = 'undo';

-- which change sets brought back what had been removed
CREATE INDEX change_set_restore ON change_set (no) WHERE json_valid(label) AND label ->> '$.what' = 'restore';

CREATE TABLE change (
  no INTEGER PRIMARY KEY,
  origin INTEGER NOT NULL REFERENCES origin (no),
  writer INTEGER NOT NULL,
  n INTEGER NOT NULL,
  lamport INTEGER NOT NULL,
  kind TEXT NOT NULL,
  entity TEXT NOT NULL,
  thing TEXT NOT NULL,
  hangs_on TEXT NOT NULL,
  schema INTEGER NOT NULL,
  body TEXT NOT NULL,
  signature TEXT
) STRICT;
CREATE UNIQUE INDEX change_id ON change (writer, n);
CREATE INDEX change_thing ON change (thing);
-- merge marks and revocations act on other records than their own: each transaction asks for them, and they are few
CREATE INDEX change_governing ON change (entity, thing) WHERE entity IN ('merge', 'revocation');
-- who was ever put where, from either side
CREATE INDEX change_child ON change (hangs_on ->> '$[0]') WHERE kind = 'put' AND entity IN ('placement', 'membership');
CREATE INDEX change_parent ON change (hangs_on ->> '$[1]') WHERE kind = 'put' AND entity IN ('placement', 'membership');
CREATE INDEX change_certificate ON change (entity) WHERE entity = 'certificate';
CREATE INDEX change_removed ON change (origin, no) WHERE kind = 'remove';

-- which changes a return or an admission names, as ranges of one writer's numbers
CREATE TABLE named (
  change INTEGER NOT NULL REFERENCES change (no),
  kind TEXT NOT NULL,
  writer TEXT NOT NULL,
  from_n INTEGER NOT NULL,
  to_n INTEGER NOT NULL
) STRICT;
CREATE INDEX named_range ON named (writer, from_n);
CREATE INDEX named_change ON named (change);

-- own changes that no seal covers yet, noted in the transaction that wrote them
CREATE TABLE unsealed (
  writer TEXT NOT NULL,
  from_n INTEGER NOT NULL,
  to_n INTEGER NOT NULL,
  PRIMARY KEY (writer, from_n)
) STRICT, WITHOUT ROWID;

-- signed ranges of a writer's changes, own and others'; they travel with what they cover
CREATE TABLE seal (
  writer TEXT NOT NULL,
  from_n INTEGER NOT NULL,
  to_n INTEGER NOT NULL,
  hash TEXT NOT NULL,
  signature TEXT NOT NULL,
  PRIMARY KEY (writer, from_n, to_n, hash)
) STRICT, WITHOUT ROWID;

-- of a sealed range, the hashes of what lies here not: laid aside, or no change; the rest is proved without it
CREATE TABLE seal_gap (
  writer TEXT NOT NULL,
  n INTEGER NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (writer, n)
) STRICT, WITHOUT ROWID;

-- records that are known and not in force: returned, parked, merged, or a move that would close a circle
CREATE TABLE shadow (
  thing TEXT PRIMARY KEY,
  entity TEXT NOT NULL,
  state TEXT NOT NULL,
  survivor TEXT,
  fields TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- who was given back is looked for by the beginning of his name or number
CREATE INDEX shadow_returned_name ON shadow (entity, fields ->> '$.name') WHERE state = 'returned';
CREATE INDEX shadow_returned_number ON shadow (entity, fields ->> '$.id_number') WHERE state = 'returned';

CREATE TABLE shadow_ref (
  ref TEXT NOT NULL,
  thing TEXT NOT NULL,
  PRIMARY KEY (ref, thing)
) STRICT, WITHOUT ROWID;
CREATE INDEX shadow_ref_thing ON shadow_ref (thing);

CREATE TABLE conflict (
  thing TEXT NOT NULL,
  register TEXT NOT NULL,
  entity TEXT NOT NULL,
  heads TEXT NOT NULL,
  PRIMARY KEY (thing, register)
) STRICT, WITHOUT ROWID;

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

-- the content under a known id that does not count; it travels beside the one that does
CREATE TABLE twin (
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  writer TEXT NOT NULL,
  n INTEGER NOT NULL,
  digest TEXT NOT NULL,
  thing TEXT NOT NULL,
  hangs_on TEXT NOT NULL,
  line TEXT NOT NULL,
  UNIQUE (writer, n, digest)
) STRICT;
`
