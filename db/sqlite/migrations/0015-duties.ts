/** Frozen. What a branch owes in a year: fees, appraisal and registration, rating; and the rest of the forms of 2019. */
export const duties = `
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

ALTER TABLE meeting ADD COLUMN absent TEXT;
ALTER TABLE meeting ADD COLUMN host TEXT;
ALTER TABLE meeting ADD COLUMN recorder TEXT;
ALTER TABLE meeting ADD COLUMN minutes TEXT;
CREATE INDEX meeting_day ON meeting (held_on);
CREATE INDEX meeting_type ON meeting (org, type, held_on);
CREATE INDEX meeting_first ON meeting (type, held_on);

ALTER TABLE term ADD COLUMN extended_until TEXT;
ALTER TABLE term ADD COLUMN approved_on TEXT;
ALTER TABLE term ADD COLUMN approval TEXT;

ALTER TABLE post ADD COLUMN party_body TEXT;

ALTER TABLE org ADD COLUMN org_code TEXT;
ALTER TABLE org ADD COLUMN wechat TEXT;
ALTER TABLE org ADD COLUMN weibo TEXT;
ALTER TABLE org ADD COLUMN admin_quota INTEGER;
ALTER TABLE org ADD COLUMN admin_staff INTEGER;
ALTER TABLE org ADD COLUMN unit_quota INTEGER;
ALTER TABLE org ADD COLUMN unit_staff INTEGER;
ALTER TABLE org ADD COLUMN youths INTEGER;
ALTER TABLE org ADD COLUMN members_approved INTEGER;

ALTER TABLE person ADD COLUMN verified TEXT;
ALTER TABLE person ADD COLUMN household TEXT;
ALTER TABLE person ADD COLUMN joined_at TEXT;
ALTER TABLE person ADD COLUMN volunteer_since TEXT;
ALTER TABLE person ADD COLUMN volunteer_since_precision TEXT;
ALTER TABLE person ADD COLUMN qq TEXT;
ALTER TABLE person ADD COLUMN wechat TEXT;
ALTER TABLE person ADD COLUMN weibo TEXT;
`
