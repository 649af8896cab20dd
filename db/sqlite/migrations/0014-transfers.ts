/** Frozen. 组织关系转接, by which transfer somebody came, and what a waiting packet waits for. */
export const transfers = `
CREATE TABLE transfer (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  home TEXT NOT NULL,
  target TEXT,
  way TEXT NOT NULL,
  place TEXT,
  reason TEXT NOT NULL,
  asked TEXT NOT NULL,
  deadline TEXT NOT NULL,
  fees TEXT NOT NULL,
  posts TEXT NOT NULL,
  note TEXT,
  stays TEXT NOT NULL DEFAULT '[]',
  pristine INTEGER
) STRICT;
CREATE INDEX transfer_person ON transfer (person);
CREATE INDEX transfer_home ON transfer (home);
CREATE INDEX transfer_target ON transfer (target) WHERE target IS NOT NULL;

-- the transfer whose acceptance a stay is
ALTER TABLE membership ADD COLUMN transfer TEXT;
CREATE INDEX membership_transfer ON membership (transfer) WHERE transfer IS NOT NULL;

-- of a sealed range, the hashes of what lies here not: laid aside, or no change; the rest is proved without it
CREATE TABLE seal_gap (
  writer TEXT NOT NULL,
  n INTEGER NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (writer, n)
) STRICT, WITHOUT ROWID;

-- earlier, lacking, elsewhere, many-leave: an earlier packet, what this office once had, where its sender stands, a
-- person's second yes
ALTER TABLE waiting ADD COLUMN awaits TEXT NOT NULL DEFAULT 'earlier';
`
