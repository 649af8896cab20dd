/** Frozen. Of each form who uses it, how often it is asked for and until when; and when it was filled. */
export const formUses = `
ALTER TABLE blank_form ADD COLUMN used_by TEXT;
ALTER TABLE blank_form ADD COLUMN times INTEGER;
ALTER TABLE blank_form ADD COLUMN ended TEXT;

CREATE TABLE form_use (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  form TEXT NOT NULL,
  year INTEGER NOT NULL,
  filled_on TEXT NOT NULL,
  name TEXT,
  filled INTEGER,
  left_blank INTEGER,
  writer TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX form_use_org ON form_use (org);
CREATE INDEX form_use_form ON form_use (form);
`
