/** Frozen. 年度任务书: what offices set those below to do, the periods that they close, and the exceptions to these. */
export const taskBooks = `
CREATE TABLE task (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  year INTEGER NOT NULL,
  item TEXT NOT NULL,
  measure TEXT NOT NULL,
  counts TEXT,
  target INTEGER NOT NULL,
  due TEXT NOT NULL,
  whom TEXT NOT NULL DEFAULT '[]',
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX task_org ON task (org, year);
CREATE TABLE closing (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  closes_on TEXT NOT NULL,
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX closing_org ON closing (org);
CREATE TABLE reopening (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  whom TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  ends TEXT NOT NULL,
  reason TEXT NOT NULL,
  pristine INTEGER
) STRICT;
CREATE INDEX reopening_org ON reopening (org);
`
