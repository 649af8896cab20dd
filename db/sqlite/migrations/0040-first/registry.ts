/** Frozen. Organizations and people with all that hangs on them: records in force, and nothing else. */
export const registry = `
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
  initials TEXT NOT NULL,
  name_initials TEXT,
  org_code TEXT,
  wechat TEXT,
  weibo TEXT,
  admin_quota INTEGER,
  admin_staff INTEGER,
  unit_quota INTEGER,
  unit_staff INTEGER,
  youths INTEGER,
  members_approved INTEGER
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
  pinyin TEXT,
  initials TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX decision_org ON decision (org, effective);
CREATE INDEX decision_other ON decision (other);
CREATE INDEX decision_effective ON decision (effective);
CREATE INDEX decision_code ON decision (was_code) WHERE was_code IS NOT NULL;
CREATE INDEX decision_name ON decision (name_key, was_name, org) WHERE name_key IS NOT NULL;
CREATE INDEX decision_short ON decision (short_key) WHERE short_key IS NOT NULL;

-- 待建单位: parks, enterprises and social organizations that have no organization of the League yet
CREATE TABLE prospect (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  credit_code TEXT,
  since TEXT,
  since_precision TEXT,
  members INTEGER,
  youths INTEGER,
  planned TEXT,
  planned_precision TEXT,
  covered_by TEXT,
  covered_on TEXT,
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX prospect_org ON prospect (org);

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
  initials TEXT NOT NULL,
  -- 入党年月 of a person, as far as it is known
  joined_party TEXT,
  joined_party_precision TEXT,
  verified TEXT,
  household TEXT,
  joined_at TEXT,
  volunteer_since TEXT,
  volunteer_since_precision TEXT,
  qq TEXT,
  wechat TEXT,
  weibo TEXT,
  -- ID numbers under which a person was registered before his records were merged, with a space between
  former_ids TEXT,
  files TEXT NOT NULL DEFAULT '[]',
  award TEXT,
  deletion TEXT,
  wework TEXT
) STRICT;
CREATE INDEX person_id_number ON person (id_number);
CREATE INDEX person_initials ON person (initials);
CREATE INDEX person_pinyin ON person (pinyin);
-- people of one name and birth date: a roster that brings such a person under another ID number is asked about
CREATE INDEX person_name ON person (name, birth);
-- people are asked for by the last digits of their ID and telephone numbers
CREATE INDEX person_last_of_id ON person (substr(id_number, -4));
CREATE INDEX person_phone ON person (phone);
CREATE INDEX person_last_of_phone ON person (substr(phone, -4));
CREATE INDEX person_former ON person (id) WHERE former_ids IS NOT NULL;
-- 团员中的党员: few, and asked about for every member of a year (lifeline/gathering)
CREATE INDEX person_party ON person (id) WHERE political IN ('中共党员', '中共预备党员');
-- few records have any: they are found without going through the others
CREATE INDEX person_files ON person (id) WHERE files <> '[]';

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
  until TEXT,
  -- the transfer whose acceptance a stay is
  transfer TEXT
) STRICT;
CREATE INDEX membership_person ON membership (person);
-- with all that is asked of the stays of an organization: the rows of a whole district's stays are not looked up
CREATE INDEX membership_org ON membership (org, person, since, until);
CREATE INDEX membership_transfer ON membership (transfer) WHERE transfer IS NOT NULL;
-- whose stay began on a day that nobody knows: asked after every write
CREATE INDEX membership_unknown ON membership (since) WHERE since_known = 0;

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

CREATE TABLE transfer (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  home TEXT NOT NULL,
  target TEXT,
  way TEXT NOT NULL,
  place TEXT,
  reason TEXT NOT NULL,
  asked TEXT NOT NULL,
  deadline TEXT NOT NULL,
  fees TEXT NOT NULL,
  posts TEXT NOT NULL,
  note TEXT,
  stays TEXT NOT NULL DEFAULT '[]',
  pristine INTEGER
) STRICT;
CREATE INDEX transfer_person ON transfer (person);
CREATE INDEX transfer_home ON transfer (home);
CREATE INDEX transfer_target ON transfer (target) WHERE target IS NOT NULL;

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
  pristine INTEGER,
  party_body TEXT,
  own_title TEXT,
  operator TEXT,
  enabled TEXT
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
  pristine INTEGER,
  extended_until TEXT,
  approved_on TEXT,
  approval TEXT
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
  pristine INTEGER,
  absent TEXT,
  host TEXT,
  recorder TEXT,
  minutes TEXT,
  files TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX meeting_org ON meeting (org, held_on);
CREATE INDEX meeting_day ON meeting (held_on);
CREATE INDEX meeting_type ON meeting (org, type, held_on);
CREATE INDEX meeting_first ON meeting (type, held_on);
CREATE INDEX meeting_files ON meeting (id) WHERE files <> '[]';

-- 通报: what an office told one of its organizations
CREATE TABLE notice (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  title TEXT NOT NULL,
  issued_on TEXT NOT NULL,
  body TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX notice_org ON notice (org, issued_on);

-- 团费: the months of one year of one member, in fen
CREATE TABLE fee (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  year INTEGER NOT NULL,
  due INTEGER,
  free TEXT,
  free_from TEXT,
  free_to TEXT,
  paid_01 INTEGER,
  paid_02 INTEGER,
  paid_03 INTEGER,
  paid_04 INTEGER,
  paid_05 INTEGER,
  paid_06 INTEGER,
  paid_07 INTEGER,
  paid_08 INTEGER,
  paid_09 INTEGER,
  paid_10 INTEGER,
  paid_11 INTEGER,
  paid_12 INTEGER,
  pristine INTEGER
) STRICT;
CREATE INDEX fee_person ON fee (person, year);
CREATE INDEX fee_year ON fee (year);

-- 教育评议 and 团籍注册 of one member and year
CREATE TABLE appraisal (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  year INTEGER NOT NULL,
  result TEXT,
  assessed_on TEXT,
  registered TEXT,
  registered_on TEXT,
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX appraisal_person ON appraisal (person, year);
CREATE INDEX appraisal_year ON appraisal (year);

-- 对标定级 of one branch and year; scores in tenths
CREATE TABLE rating (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  org TEXT NOT NULL,
  year INTEGER NOT NULL,
  score INTEGER,
  star TEXT,
  veto TEXT,
  reviewed_on TEXT,
  self_score INTEGER,
  self_star TEXT,
  self_on TEXT,
  note TEXT,
  pristine INTEGER
) STRICT;
CREATE INDEX rating_org ON rating (org, year);

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
`
