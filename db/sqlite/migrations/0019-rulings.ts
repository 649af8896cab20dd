/** Frozen. What a step says point by point; and what people decided of what the rules propose. */
export const rulings = `
ALTER TABLE step ADD COLUMN points TEXT NOT NULL DEFAULT '[]';
ALTER TABLE step ADD COLUMN remarks TEXT NOT NULL DEFAULT '[]';
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
`
