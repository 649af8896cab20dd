/** Frozen. Numbered migrations import nothing from the app: the app will change, they will not. */
export const prospects = `
-- 待建单位: parks, enterprises and social organizations that have no organization of the League yet

CREATE TABLE prospect (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  credit_code TEXT,
  since TEXT,
  since_precision TEXT,
  members INTEGER,
  youths INTEGER,
  planned TEXT,
  planned_precision TEXT,
  covered_by TEXT,
  covered_on TEXT,
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX prospect_org ON prospect (org);
`
