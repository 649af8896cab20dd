/** Frozen. Pairs of records that somebody looked at and found to be two people. */
export const apart = `
CREATE TABLE apart (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  other TEXT NOT NULL,
  told_on TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX apart_person ON apart (person);
CREATE INDEX apart_other ON apart (other);
`
