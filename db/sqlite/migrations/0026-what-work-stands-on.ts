/** Frozen. What the work stands on: venues, projects, trainings, contacts with young people, bodies beside the tiers. */
export const whatWorkStandsOn = `
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
`
