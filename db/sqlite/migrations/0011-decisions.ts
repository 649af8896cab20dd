/** Frozen. Numbered migrations import nothing from the app: the app will change, they will not. */
export const decisions = `
-- 组织变动: what was decided about an organization, and what was so until that day

CREATE TABLE decision (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  act TEXT NOT NULL,
  effective TEXT NOT NULL,
  other TEXT,
  other_name TEXT,
  decided TEXT,
  document TEXT,
  was_name TEXT,
  was_short_name TEXT,
  was_code TEXT,
  was_kind TEXT,
  was_tier TEXT,
  was_closed TEXT,
  name_key TEXT,
  short_key TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX decision_org ON decision (org, effective);
CREATE INDEX decision_other ON decision (other);
CREATE INDEX decision_effective ON decision (effective);
CREATE INDEX decision_code ON decision (was_code) WHERE was_code IS NOT NULL;
CREATE INDEX decision_name ON decision (name_key, was_name, org) WHERE name_key IS NOT NULL;
CREATE INDEX decision_short ON decision (short_key) WHERE short_key IS NOT NULL;
`
