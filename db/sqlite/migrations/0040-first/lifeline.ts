/** Frozen. The lifeline module: rule packs, cases with their steps and rulings, and years that are frozen. */
export const lifeline = `
CREATE TABLE rule_pack (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  year INTEGER NOT NULL,
  version INTEGER NOT NULL,
  since TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  pristine INTEGER
) STRICT;
CREATE INDEX rule_pack_org ON rule_pack (org, since);

CREATE TABLE rectification (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  opened TEXT NOT NULL,
  rules TEXT NOT NULL DEFAULT '[]',
  problems TEXT NOT NULL DEFAULT '[]',
  measures TEXT NOT NULL DEFAULT '[]',
  owner TEXT NOT NULL,
  liaison TEXT NOT NULL,
  due TEXT NOT NULL,
  pristine INTEGER
) STRICT;
CREATE INDEX rectification_org ON rectification (org);

CREATE TABLE step (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  subject TEXT NOT NULL,
  of TEXT NOT NULL,
  action TEXT NOT NULL,
  org TEXT NOT NULL,
  other TEXT,
  day TEXT NOT NULL,
  actor TEXT,
  note TEXT,
  about TEXT,
  saw TEXT NOT NULL DEFAULT '[]',
  pristine INTEGER,
  points TEXT NOT NULL DEFAULT '[]',
  remarks TEXT NOT NULL DEFAULT '[]',
  files TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX step_subject ON step (subject);
CREATE INDEX step_org ON step (org);
CREATE INDEX step_other ON step (other) WHERE other IS NOT NULL;
CREATE INDEX step_files ON step (id) WHERE files <> '[]';

CREATE TABLE ruling (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  outcome TEXT NOT NULL,
  decided TEXT NOT NULL,
  reason TEXT NOT NULL,
  signer TEXT NOT NULL,
  expires TEXT,
  rules TEXT NOT NULL DEFAULT '[]',
  said TEXT NOT NULL DEFAULT '[]',
  pack TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX ruling_org ON ruling (org, decided);

CREATE TABLE frozen_year (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  year INTEGER NOT NULL,
  day TEXT NOT NULL,
  pack TEXT NOT NULL,
  hash TEXT NOT NULL,
  size INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  pristine INTEGER
) STRICT;
CREATE INDEX frozen_year_org ON frozen_year (org, year);

CREATE TABLE frozen_part (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  of TEXT NOT NULL,
  n INTEGER NOT NULL,
  body TEXT NOT NULL,
  pristine INTEGER
) STRICT;
CREATE INDEX frozen_part_of ON frozen_part (of);
CREATE INDEX frozen_part_org ON frozen_part (org);
`
