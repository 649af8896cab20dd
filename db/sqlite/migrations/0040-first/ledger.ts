/** Frozen. The work ledger and what it stands on, task books, figures of reports and blank forms. */
export const ledger = `
CREATE TABLE work_type (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  also TEXT NOT NULL DEFAULT '[]',
  area TEXT,
  own TEXT,
  until TEXT,
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX work_type_org ON work_type (org);

CREATE TABLE work (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  type TEXT NOT NULL,
  held_on TEXT NOT NULL,
  until TEXT,
  title TEXT NOT NULL,
  venue TEXT,
  sessions INTEGER,
  people INTEGER,
  hours INTEGER,
  money INTEGER,
  partners TEXT,
  own TEXT,
  files TEXT NOT NULL DEFAULT '[]',
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX work_files ON work (id) WHERE files <> '[]';
CREATE INDEX work_org ON work (org, held_on);
CREATE INDEX work_type_day ON work (type, held_on);

CREATE TABLE figure (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  unit TEXT,
  sentence TEXT,
  question TEXT NOT NULL,
  pristine INTEGER
) STRICT;
CREATE INDEX figure_org ON figure (org);

CREATE TABLE reported (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  year INTEGER NOT NULL,
  key TEXT NOT NULL,
  value INTEGER NOT NULL,
  reported_on TEXT,
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX reported_org ON reported (org, year);

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

-- 任务调整申请: whoever is set a task asks for another target or a later day
CREATE TABLE task_request (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  issuer TEXT NOT NULL,
  year INTEGER NOT NULL,
  item TEXT NOT NULL,
  target INTEGER,
  due TEXT,
  asked TEXT NOT NULL,
  reason TEXT NOT NULL,
  pristine INTEGER
) STRICT;
CREATE INDEX task_request_org ON task_request (org);
CREATE INDEX task_request_task ON task_request (year, issuer);

CREATE TABLE venue (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  address TEXT,
  area INTEGER,
  seats INTEGER,
  opened TEXT NOT NULL,
  closed TEXT,
  times TEXT,
  keeper TEXT,
  phone TEXT,
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX venue_org ON venue (org, name);

CREATE TABLE venue_log (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  venue TEXT NOT NULL,
  on_day TEXT NOT NULL,
  use TEXT NOT NULL,
  people INTEGER,
  hours INTEGER,
  cost INTEGER,
  what TEXT,
  files TEXT NOT NULL DEFAULT '[]',
  pristine INTEGER
) STRICT;
CREATE INDEX venue_log_org ON venue_log (org, on_day);
CREATE INDEX venue_log_files ON venue_log (id) WHERE files <> '[]';

CREATE TABLE project (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  begun TEXT NOT NULL,
  ended TEXT,
  partner TEXT,
  lead TEXT,
  budget INTEGER,
  paid INTEGER,
  aim TEXT,
  files TEXT NOT NULL DEFAULT '[]',
  pristine INTEGER
) STRICT;
CREATE INDEX project_org ON project (org, name);
CREATE INDEX project_files ON project (id) WHERE files <> '[]';

CREATE TABLE project_stage (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  project TEXT NOT NULL,
  stage TEXT NOT NULL,
  handed_on TEXT,
  events INTEGER,
  people INTEGER,
  report TEXT,
  result TEXT,
  reviewed_on TEXT,
  score INTEGER,
  opinion TEXT,
  files TEXT NOT NULL DEFAULT '[]',
  pristine INTEGER
) STRICT;
CREATE INDEX project_stage_org ON project_stage (org);
CREATE INDEX project_stage_files ON project_stage (id) WHERE files <> '[]';

CREATE TABLE attendance (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  training TEXT NOT NULL,
  held_on TEXT NOT NULL,
  presence TEXT,
  hours INTEGER,
  result TEXT,
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX attendance_person ON attendance (person, held_on);

CREATE TABLE contact (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  youth TEXT NOT NULL,
  unit TEXT,
  field TEXT,
  phone TEXT,
  since TEXT,
  ended TEXT,
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX contact_person ON contact (person);

CREATE TABLE visit (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  on_day TEXT NOT NULL,
  way TEXT NOT NULL,
  people INTEGER,
  topic TEXT,
  asked TEXT,
  done TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX visit_person ON visit (person, on_day);

CREATE TABLE body (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  founded TEXT,
  ended TEXT,
  session INTEGER,
  elected TEXT,
  term_years INTEGER,
  head TEXT,
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX body_org ON body (org, name);

CREATE TABLE body_member (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  body TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT,
  sector TEXT,
  unit TEXT,
  since TEXT,
  until TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX body_member_org ON body_member (org, name);

CREATE TABLE congress (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  held_on TEXT NOT NULL,
  delegates INTEGER,
  present INTEGER,
  elected TEXT,
  approved TEXT,
  files TEXT NOT NULL DEFAULT '[]',
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX congress_org ON congress (org, name);
CREATE INDEX congress_files ON congress (id) WHERE files <> '[]';

CREATE TABLE blank_form (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  asked_by TEXT,
  files TEXT NOT NULL DEFAULT '[]',
  marks TEXT,
  note TEXT,
  pristine INTEGER,
  used_by TEXT,
  times INTEGER,
  ended TEXT
) STRICT;
CREATE INDEX blank_form_org ON blank_form (org);
CREATE INDEX blank_form_files ON blank_form (id) WHERE files <> '[]';

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
