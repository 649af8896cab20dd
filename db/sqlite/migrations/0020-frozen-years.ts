/** Frozen. 年度评审: what was found in a year, sealed, and the parts of its content. */
export const frozenYears = `
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
