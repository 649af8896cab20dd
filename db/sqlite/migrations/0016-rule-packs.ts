/** Frozen. Rule packs: what the topmost office publishes for the rules of the offices below. */
export const rulePacks = `
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
`
