/** Frozen. What was done about matters that go through several hands. */
export const steps = `
CREATE TABLE step (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  subject TEXT NOT NULL,
  of TEXT NOT NULL,
  action TEXT NOT NULL,
  org TEXT NOT NULL,
  other TEXT,
  day TEXT NOT NULL,
  actor TEXT,
  note TEXT,
  about TEXT,
  saw TEXT NOT NULL DEFAULT '[]',
  pristine INTEGER
) STRICT;
CREATE INDEX step_subject ON step (subject);
CREATE INDEX step_org ON step (org);
CREATE INDEX step_other ON step (other) WHERE other IS NOT NULL;
`
