/** Frozen. 空白表: forms of offices above, with what belongs where. */
export const blankForms = `
CREATE TABLE blank_form (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  asked_by TEXT,
  files TEXT NOT NULL DEFAULT '[]',
  marks TEXT,
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX blank_form_org ON blank_form (org);
CREATE INDEX blank_form_files ON blank_form (id) WHERE files <> '[]';
`
