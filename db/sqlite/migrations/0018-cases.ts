/** Frozen. 整治台账: weak organizations that are put right. */
export const cases = `
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
`
