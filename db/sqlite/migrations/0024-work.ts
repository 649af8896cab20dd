/** Frozen. 工作台账: types of work, what was done, and the figures that reports ask for. */
export const workLedger = `
CREATE TABLE work_type (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  also TEXT NOT NULL DEFAULT '[]',
  area TEXT,
  own TEXT,
  until TEXT,
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX work_type_org ON work_type (org);
CREATE TABLE work (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  type TEXT NOT NULL,
  held_on TEXT NOT NULL,
  until TEXT,
  title TEXT NOT NULL,
  venue TEXT,
  sessions INTEGER,
  people INTEGER,
  hours INTEGER,
  money INTEGER,
  partners TEXT,
  own TEXT,
  files TEXT NOT NULL DEFAULT '[]',
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX work_files ON work (id) WHERE files <> '[]';
CREATE INDEX work_org ON work (org, held_on);
CREATE INDEX work_type_day ON work (type, held_on);
CREATE TABLE figure (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  unit TEXT,
  sentence TEXT,
  question TEXT NOT NULL,
  pristine INTEGER
) STRICT;
CREATE INDEX figure_org ON figure (org);
CREATE TABLE reported (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  year INTEGER NOT NULL,
  key TEXT NOT NULL,
  value INTEGER NOT NULL,
  reported_on TEXT,
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX reported_org ON reported (org, year);
`
