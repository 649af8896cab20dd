/** Frozen. Whom to believe, and what is known of other PCs: what was offered, sent, taken in, waits or was laid aside. */
export const packets = `
CREATE TABLE certificate (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  replica TEXT NOT NULL,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  sign_key TEXT NOT NULL,
  recipient TEXT NOT NULL,
  issuer TEXT NOT NULL,
  signature TEXT NOT NULL,
  pristine INTEGER
) STRICT;
CREATE INDEX certificate_replica ON certificate (replica);

CREATE TABLE revocation (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  replica TEXT NOT NULL,
  accepted TEXT NOT NULL,
  pristine INTEGER,
  -- the certificates by a revoked key that stand, by their signatures
  standing TEXT NOT NULL DEFAULT '[]'
) STRICT;

-- PCs whose certificate counted when it was last looked at: whoever receives their organization signs anew
CREATE TABLE certified (
  replica TEXT NOT NULL,
  org TEXT NOT NULL,
  PRIMARY KEY (replica, org)
) STRICT, WITHOUT ROWID;

CREATE TABLE peer (
  replica TEXT PRIMARY KEY,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  direction TEXT NOT NULL,
  recipient TEXT NOT NULL,
  sign_key TEXT NOT NULL,
  -- the last place of my offers that its newest statement names
  acked_pos INTEGER NOT NULL DEFAULT 0,
  acked_hash TEXT NOT NULL DEFAULT '',
  heard_at TEXT,
  -- of my changes, those that this peer says it laid aside, as ranges
  aside TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE offer (
  peer TEXT NOT NULL,
  pos INTEGER NOT NULL,
  change INTEGER NOT NULL,
  PRIMARY KEY (peer, pos)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX offer_change ON offer (peer, change);

-- packets written: the place of my offers up to which each one reached
CREATE TABLE sent (
  peer TEXT NOT NULL,
  number INTEGER NOT NULL,
  pos INTEGER NOT NULL,
  hash TEXT NOT NULL,
  at TEXT NOT NULL,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  -- 0 until whoever had it made has put it where it was meant to lie
  handed INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (peer, number)
) STRICT, WITHOUT ROWID;

-- packets taken in: the place of the sender's offers up to which I have everything
CREATE TABLE received (
  no INTEGER PRIMARY KEY,
  peer TEXT NOT NULL,
  pos INTEGER NOT NULL,
  hash TEXT NOT NULL,
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
  -- null where everything in it was known already
  change_set INTEGER,
  UNIQUE (peer, pos, hash)
) STRICT;

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

-- packets that wait for an earlier one, sealed as they came
CREATE TABLE waiting (
  peer TEXT NOT NULL,
  number INTEGER NOT NULL,
  hash TEXT NOT NULL,
  file TEXT NOT NULL,
  needs_pos INTEGER NOT NULL,
  at TEXT NOT NULL,
  -- earlier, lacking, elsewhere, many-leave: an earlier packet, what this office once had, where its sender stands, a
  -- person's second yes
  awaits TEXT NOT NULL DEFAULT 'earlier',
  PRIMARY KEY (peer, hash)
) STRICT, WITHOUT ROWID;

-- what a packet tells of people and organizations that lie elsewhere: a name, so that no reference dangles
CREATE TABLE card (
  thing TEXT PRIMARY KEY,
  entity TEXT NOT NULL,
  name TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- packets of which something was laid aside: the sealed file is the store
CREATE TABLE aside (
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  peer TEXT NOT NULL,
  number INTEGER NOT NULL,
  hash TEXT NOT NULL,
  file TEXT NOT NULL,
  at TEXT NOT NULL,
  -- the numbers of earlier packets of this sender of which all that was laid aside is in this one
  earlier TEXT NOT NULL DEFAULT '[]',
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
  digest TEXT NOT NULL,
  PRIMARY KEY (aside, writer, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX aside_thing ON aside_change (thing);
CREATE INDEX aside_version ON aside_change (version);
CREATE INDEX aside_subject ON aside_change (subject);

-- what of that a person put away, and why: nobody is asked about it again, whatever packet brings it
CREATE TABLE aside_decision (
  no INTEGER PRIMARY KEY,
  replica TEXT NOT NULL,
  -- the packets that had brought it, [sender, number] each
  packets TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE aside_away (
  writer TEXT NOT NULL,
  n INTEGER NOT NULL,
  digest TEXT NOT NULL,
  decision INTEGER NOT NULL REFERENCES aside_decision (no) ON DELETE CASCADE,
  PRIMARY KEY (writer, n, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX aside_away_decision ON aside_away (decision);

-- returns, by their local numbers, of which this PC waits for no correction any more
CREATE TABLE return_settled (change INTEGER PRIMARY KEY) STRICT;

-- which changes name which files, of whatever kind of record: noted where changes are stored, since a trigger on that
-- table would cost an import a third of its time
CREATE TABLE file_named (
  sha256 TEXT NOT NULL,
  change INTEGER NOT NULL,
  PRIMARY KEY (sha256, change)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_named_change ON file_named (change);

-- the files that lie in the folder, and who gave them: a PC, this one if they were chosen here, '' if nobody knows any more
CREATE TABLE file_here (
  sha256 TEXT NOT NULL,
  giver TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  type TEXT NOT NULL,
  at TEXT NOT NULL,
  -- 1 where it lay here and was found missing or damaged
  gone INTEGER NOT NULL DEFAULT 0,
  -- a second hash, from which follows who named the file having held it; it never leaves the PC
  second TEXT,
  PRIMARY KEY (sha256, giver)
) STRICT, WITHOUT ROWID;

-- files that no record names, and since when: they are removed after a while
CREATE TABLE file_loose (sha256 TEXT PRIMARY KEY, since TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- the files that a packet to a peer carried, and the place of its offers up to which that packet reached
CREATE TABLE file_sent (
  peer TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  pos INTEGER NOT NULL,
  PRIMARY KEY (peer, sha256)
) STRICT, WITHOUT ROWID;

-- the files that a peer said to miss, by its latest statement
CREATE TABLE file_asked (
  peer TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (peer, sha256)
) STRICT, WITHOUT ROWID;
`
