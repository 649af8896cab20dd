/** Frozen. Numbered migrations import nothing from the app: the app will change, they will not. */
export const first = `
-- the journal: what happened, in the order in which it came to this replica ------------------------------------

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE writer (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  replica TEXT NOT NULL
) STRICT;

-- one authored change set: who wrote, for which office, when by his clock
CREATE TABLE origin (
  no INTEGER PRIMARY KEY,
  writer INTEGER NOT NULL REFERENCES writer (no),
  first_n INTEGER NOT NULL,
  office TEXT NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  label TEXT NOT NULL,
  UNIQUE (writer, first_n)
) STRICT;

-- one transaction of this replica: its own work, or a packet taken in
CREATE TABLE change_set (
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  label TEXT NOT NULL,
  -- its changes lie next to each other: local numbers from first to last
  first_change INTEGER NOT NULL,
  last_change INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX change_set_first ON change_set (first_change);

CREATE TABLE change (
  no INTEGER PRIMARY KEY,
  origin INTEGER NOT NULL REFERENCES origin (no),
  writer INTEGER NOT NULL,
  n INTEGER NOT NULL,
  lamport INTEGER NOT NULL,
  kind TEXT NOT NULL,
  entity TEXT NOT NULL,
  thing TEXT NOT NULL,
  hangs_on TEXT NOT NULL,
  schema INTEGER NOT NULL,
  body TEXT NOT NULL,
  signature TEXT
) STRICT;
CREATE UNIQUE INDEX change_id ON change (writer, n);
CREATE INDEX change_thing ON change (thing);

-- which changes a return or an admission names, as ranges of one writer's numbers
CREATE TABLE named (
  change INTEGER NOT NULL REFERENCES change (no),
  kind TEXT NOT NULL,
  writer TEXT NOT NULL,
  from_n INTEGER NOT NULL,
  to_n INTEGER NOT NULL
) STRICT;
CREATE INDEX named_range ON named (writer, from_n);
CREATE INDEX named_change ON named (change);

-- the tables: records in force, and nothing else ----------------------------------------------------------------

CREATE TABLE org (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  code TEXT,
  name TEXT NOT NULL,
  short_name TEXT,
  kind TEXT NOT NULL,
  tier TEXT NOT NULL,
  branch_type TEXT NOT NULL,
  industry TEXT,
  founded TEXT,
  founded_precision TEXT,
  closed TEXT,
  phone TEXT,
  email TEXT,
  credit_code TEXT,
  pristine INTEGER,
  name_key TEXT NOT NULL,
  short_key TEXT,
  pinyin TEXT NOT NULL,
  initials TEXT NOT NULL
) STRICT;
CREATE INDEX org_code ON org (code);
CREATE INDEX org_name ON org (name_key);
CREATE INDEX org_short ON org (short_key);
CREATE INDEX org_initials ON org (initials);
CREATE INDEX org_pinyin ON org (pinyin);

CREATE TABLE placement (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  parent TEXT,
  since TEXT NOT NULL,
  follows TEXT NOT NULL,
  rank TEXT NOT NULL,
  pristine INTEGER,
  starts TEXT NOT NULL,
  until TEXT
) STRICT;
CREATE INDEX placement_org ON placement (org);
CREATE INDEX placement_parent ON placement (parent);

CREATE TABLE person (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  id_type TEXT,
  id_number TEXT,
  birth TEXT,
  sex TEXT,
  nation TEXT,
  political TEXT,
  joined TEXT,
  joined_precision TEXT,
  member_no TEXT,
  education TEXT,
  highest_education TEXT,
  occupation TEXT,
  income TEXT,
  workplace TEXT,
  phone TEXT,
  email TEXT,
  fees_paid_to TEXT,
  pristine INTEGER,
  pinyin TEXT NOT NULL,
  initials TEXT NOT NULL
) STRICT;
CREATE INDEX person_id_number ON person (id_number);
CREATE INDEX person_initials ON person (initials);
CREATE INDEX person_pinyin ON person (pinyin);

CREATE TABLE membership (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  org TEXT,
  since TEXT NOT NULL,
  since_known INTEGER NOT NULL,
  told_on TEXT,
  reason TEXT,
  follows TEXT NOT NULL,
  rank TEXT NOT NULL,
  pristine INTEGER,
  until TEXT
) STRICT;
CREATE INDEX membership_person ON membership (person);
CREATE INDEX membership_org ON membership (org);

CREATE TABLE standing (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  status TEXT NOT NULL,
  report TEXT NOT NULL,
  since TEXT NOT NULL,
  follows TEXT NOT NULL,
  rank TEXT NOT NULL,
  pristine INTEGER,
  until TEXT
) STRICT;
CREATE INDEX standing_person ON standing (person);

CREATE TABLE post (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  org TEXT NOT NULL,
  title TEXT NOT NULL,
  nature TEXT,
  since TEXT,
  since_precision TEXT,
  until TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX post_person ON post (person);
CREATE INDEX post_org ON post (org);

CREATE TABLE term (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  elected TEXT NOT NULL,
  elected_precision TEXT,
  years INTEGER,
  pristine INTEGER
) STRICT;
CREATE INDEX term_org ON term (org);

CREATE TABLE meeting (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  type TEXT NOT NULL,
  held_on TEXT NOT NULL,
  topic TEXT,
  expected INTEGER,
  attended INTEGER,
  place TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX meeting_org ON meeting (org, held_on);

CREATE TABLE merge (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  of_entity TEXT NOT NULL,
  kept TEXT NOT NULL,
  lost TEXT NOT NULL,
  saw TEXT NOT NULL,
  pristine INTEGER
) STRICT;
CREATE INDEX merge_kept ON merge (kept);
CREATE INDEX merge_lost ON merge (lost);

CREATE TABLE certificate (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  replica TEXT NOT NULL,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  sign_key TEXT NOT NULL,
  recipient TEXT NOT NULL,
  issuer TEXT NOT NULL,
  signature TEXT NOT NULL,
  pristine INTEGER
) STRICT;
CREATE INDEX certificate_replica ON certificate (replica);

CREATE TABLE revocation (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  replica TEXT NOT NULL,
  accepted TEXT NOT NULL,
  pristine INTEGER
) STRICT;

-- records that are known and not in force: returned, parked, merged, or a move that would close a circle
CREATE TABLE shadow (
  thing TEXT PRIMARY KEY,
  entity TEXT NOT NULL,
  state TEXT NOT NULL,
  survivor TEXT,
  fields TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE shadow_ref (
  ref TEXT NOT NULL,
  thing TEXT NOT NULL,
  PRIMARY KEY (ref, thing)
) STRICT, WITHOUT ROWID;

CREATE TABLE conflict (
  thing TEXT NOT NULL,
  register TEXT NOT NULL,
  entity TEXT NOT NULL,
  heads TEXT NOT NULL,
  PRIMARY KEY (thing, register)
) STRICT, WITHOUT ROWID;

-- search: one token a character and one a pair of neighbours; kept by triggers' stead in db/registry/search -----

CREATE VIRTUAL TABLE grams USING fts5 (text, content='', contentless_delete=1, tokenize='unicode61', detail='none');

-- of this replica alone: never journaled, never in a packet ------------------------------------------------------

CREATE TABLE peer (
  replica TEXT PRIMARY KEY,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  direction TEXT NOT NULL,
  recipient TEXT NOT NULL,
  sign_key TEXT NOT NULL,
  -- the last place of my offers that its newest statement names
  acked_pos INTEGER NOT NULL DEFAULT 0,
  acked_hash TEXT NOT NULL DEFAULT '',
  heard_at TEXT
) STRICT;

CREATE TABLE offer (
  peer TEXT NOT NULL,
  pos INTEGER NOT NULL,
  change INTEGER NOT NULL,
  PRIMARY KEY (peer, pos)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX offer_change ON offer (peer, change);

-- packets written: the place of my offers up to which each one reached
CREATE TABLE sent (
  peer TEXT NOT NULL,
  number INTEGER NOT NULL,
  pos INTEGER NOT NULL,
  hash TEXT NOT NULL,
  at TEXT NOT NULL,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (peer, number)
) STRICT, WITHOUT ROWID;

-- packets taken in: the place of the sender's offers up to which I have everything
CREATE TABLE received (
  no INTEGER PRIMARY KEY,
  peer TEXT NOT NULL,
  pos INTEGER NOT NULL,
  hash TEXT NOT NULL,
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
  -- null where everything in it was known already
  change_set INTEGER,
  UNIQUE (peer, pos, hash)
) STRICT;

-- packets that wait for an earlier one, sealed as they came
CREATE TABLE waiting (
  peer TEXT NOT NULL,
  number INTEGER NOT NULL,
  hash TEXT NOT NULL,
  file TEXT NOT NULL,
  needs_pos INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (peer, hash)
) STRICT, WITHOUT ROWID;

-- what a packet tells of people and organizations that lie elsewhere: a name, so that no reference dangles
CREATE TABLE card (
  thing TEXT PRIMARY KEY,
  entity TEXT NOT NULL,
  name TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE warning (
  no INTEGER PRIMARY KEY,
  peer TEXT NOT NULL,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

-- how a heading of an office file was understood, remembered for the next one
CREATE TABLE column_choice (
  roster TEXT NOT NULL,
  header TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (roster, header)
) STRICT, WITHOUT ROWID;
`
