/** Frozen. Whom to believe: seals, what was laid aside, what was taken from whom, and two contents under one id. */
export const trust = `
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

-- a peer's own list of offers, as far as it is known here
CREATE TABLE taken (
  peer TEXT NOT NULL,
  pos INTEGER NOT NULL,
  change INTEGER NOT NULL,
  PRIMARY KEY (peer, pos)
) STRICT, WITHOUT ROWID;
CREATE INDEX taken_change ON taken (peer, change);

-- the tops of that list which are known: two PCs with one key have lists of their own
CREATE TABLE taken_top (
  peer TEXT NOT NULL,
  pos INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (peer, pos)
) STRICT, WITHOUT ROWID;

-- packets of which something was laid aside: the sealed file is the store
CREATE TABLE aside (
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  peer TEXT NOT NULL,
  number INTEGER NOT NULL,
  hash TEXT NOT NULL,
  file TEXT NOT NULL,
  at TEXT NOT NULL,
  UNIQUE (peer, hash)
) STRICT;
CREATE TABLE aside_change (
  aside INTEGER NOT NULL REFERENCES aside (no) ON DELETE CASCADE,
  writer TEXT NOT NULL,
  n INTEGER NOT NULL,
  version TEXT NOT NULL,
  kind TEXT NOT NULL,
  entity TEXT NOT NULL,
  thing TEXT NOT NULL,
  -- whom a stay or a placement moves
  subject TEXT,
  PRIMARY KEY (aside, writer, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX aside_thing ON aside_change (thing);
CREATE INDEX aside_version ON aside_change (version);
CREATE INDEX aside_subject ON aside_change (subject);

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

-- PCs whose certificate counted when it was last looked at: whoever receives their organization signs anew
CREATE TABLE certified (
  replica TEXT NOT NULL,
  org TEXT NOT NULL,
  PRIMARY KEY (replica, org)
) STRICT, WITHOUT ROWID;

-- of my changes, those that this peer says it laid aside, as ranges
ALTER TABLE peer ADD COLUMN aside TEXT NOT NULL DEFAULT '[]';
-- the certificates by a revoked key that stand, by their signatures
ALTER TABLE revocation ADD COLUMN standing TEXT NOT NULL DEFAULT '[]';

-- who was ever put where, from either side
CREATE INDEX change_child ON change (hangs_on ->> '$[0]') WHERE kind = 'put' AND entity IN ('placement', 'membership');
CREATE INDEX change_parent ON change (hangs_on ->> '$[1]') WHERE kind = 'put' AND entity IN ('placement', 'membership');
CREATE INDEX change_certificate ON change (entity) WHERE entity = 'certificate';
`
