/** Frozen. What this PC keeps for itself: search, what a write touched, warnings, choices, and who saw a number in full. */
export const desk = `
-- search: one token a character and one a pair of neighbours; kept by triggers' stead in db/registry/search -----
CREATE VIRTUAL TABLE grams USING fts5 (text, content='', contentless_delete=1, tokenize='unicode61', detail='none');

-- of this replica alone: never journaled, never in a packet. New rows need no line: their numbers are higher than those before.
CREATE TABLE touched (
  n INTEGER PRIMARY KEY,
  -- the table, and the number that the row has or had
  what TEXT NOT NULL,
  no INTEGER NOT NULL,
  -- where it hung before, or which organization or person it was; of a step, its matter
  org TEXT,
  person TEXT,
  matter TEXT
) STRICT;
-- the newest hundred thousand are enough: whoever is further behind reads everything anew
CREATE TRIGGER touched_few AFTER INSERT ON touched WHEN new.n % 50000 = 0
BEGIN DELETE FROM touched WHERE n <= new.n - 50000; END;
-- a row is written whole: what was in it before and is in it again is nothing that was touched
CREATE TRIGGER org_changed AFTER UPDATE OF code, kind, tier, closed ON org
WHEN new.code IS NOT old.code OR new.kind IS NOT old.kind OR new.tier IS NOT old.tier OR new.closed IS NOT old.closed
BEGIN INSERT INTO touched (what, no, org) VALUES ('org', old.no, old.id); END;
CREATE TRIGGER org_said AFTER UPDATE OF branch_type, founded, short_name, industry, phone, credit_code, members_approved ON org
WHEN new.branch_type IS NOT old.branch_type OR new.founded IS NOT old.founded OR new.short_name IS NOT old.short_name OR new.industry IS NOT old.industry OR new.phone IS NOT old.phone OR new.credit_code IS NOT old.credit_code OR new.members_approved IS NOT old.members_approved
BEGIN INSERT INTO touched (what, no, org) VALUES ('org-said', old.no, old.id); END;
CREATE TRIGGER org_gone AFTER DELETE ON org
BEGIN INSERT INTO touched (what, no, org) VALUES ('org-gone', old.no, old.id); END;
CREATE TRIGGER placement_changed AFTER UPDATE OF org, parent, since, starts, until ON placement
BEGIN INSERT INTO touched (what, no, org) VALUES ('placement', old.no, old.org); END;
CREATE TRIGGER placement_gone AFTER DELETE ON placement
BEGIN INSERT INTO touched (what, no, org) VALUES ('placement', old.no, old.org); END;
CREATE TRIGGER decision_changed AFTER UPDATE ON decision
BEGIN INSERT INTO touched (what, no, org) VALUES ('decision', old.no, old.org); END;
CREATE TRIGGER decision_gone AFTER DELETE ON decision
BEGIN INSERT INTO touched (what, no, org) VALUES ('decision', old.no, old.org); END;
CREATE TRIGGER membership_changed AFTER UPDATE OF person, org, since, since_known, until, transfer ON membership
BEGIN INSERT INTO touched (what, no, org, person) VALUES ('membership', old.no, old.org, old.person); END;
CREATE TRIGGER membership_gone AFTER DELETE ON membership
BEGIN INSERT INTO touched (what, no, org, person) VALUES ('membership', old.no, old.org, old.person); END;
CREATE TRIGGER standing_changed AFTER UPDATE OF person, status, report, since, until ON standing
BEGIN INSERT INTO touched (what, no, person) VALUES ('standing', old.no, old.person); END;
CREATE TRIGGER standing_gone AFTER DELETE ON standing
BEGIN INSERT INTO touched (what, no, person) VALUES ('standing', old.no, old.person); END;
CREATE TRIGGER post_changed AFTER UPDATE OF org, person, title, since, until ON post
BEGIN INSERT INTO touched (what, no, org, person) VALUES ('post', old.no, old.org, old.person); END;
CREATE TRIGGER post_gone AFTER DELETE ON post
BEGIN INSERT INTO touched (what, no, org, person) VALUES ('post', old.no, old.org, old.person); END;
CREATE TRIGGER meeting_changed AFTER UPDATE OF org, held_on, type ON meeting
BEGIN INSERT INTO touched (what, no, org) VALUES ('meeting', old.no, old.org); END;
CREATE TRIGGER meeting_gone AFTER DELETE ON meeting
BEGIN INSERT INTO touched (what, no, org) VALUES ('meeting', old.no, old.org); END;
CREATE TRIGGER person_changed AFTER UPDATE OF birth, joined, sex ON person
WHEN new.birth IS NOT old.birth OR new.joined IS NOT old.joined OR new.sex IS NOT old.sex
BEGIN INSERT INTO touched (what, no, person) VALUES ('person', old.no, old.id); END;
CREATE TRIGGER person_said AFTER UPDATE OF political, member_no, fees_paid_to ON person
WHEN new.political IS NOT old.political OR new.member_no IS NOT old.member_no OR new.fees_paid_to IS NOT old.fees_paid_to
BEGIN INSERT INTO touched (what, no, person) VALUES ('person-said', old.no, old.id); END;
CREATE TRIGGER person_called AFTER UPDATE OF name, pinyin ON person WHEN new.name <> old.name OR new.pinyin <> old.pinyin
BEGIN INSERT INTO touched (what, no) VALUES ('person-called', old.no); END;
CREATE TRIGGER person_gone AFTER DELETE ON person
BEGIN INSERT INTO touched (what, no, person) VALUES ('person-gone', old.no, old.id); END;
CREATE TRIGGER term_changed AFTER UPDATE ON term
BEGIN INSERT INTO touched (what, no, org) VALUES ('term', old.no, old.org); END;
CREATE TRIGGER term_gone AFTER DELETE ON term
BEGIN INSERT INTO touched (what, no, org) VALUES ('term', old.no, old.org); END;
CREATE TRIGGER rating_changed AFTER UPDATE ON rating
BEGIN INSERT INTO touched (what, no, org) VALUES ('rating', old.no, old.org); END;
CREATE TRIGGER rating_gone AFTER DELETE ON rating
BEGIN INSERT INTO touched (what, no, org) VALUES ('rating', old.no, old.org); END;
CREATE TRIGGER fee_changed AFTER UPDATE ON fee
BEGIN INSERT INTO touched (what, no, person) VALUES ('fee', old.no, old.person); END;
CREATE TRIGGER fee_gone AFTER DELETE ON fee
BEGIN INSERT INTO touched (what, no, person) VALUES ('fee', old.no, old.person); END;
CREATE TRIGGER appraisal_changed AFTER UPDATE ON appraisal
BEGIN INSERT INTO touched (what, no, person) VALUES ('appraisal', old.no, old.person); END;
CREATE TRIGGER appraisal_gone AFTER DELETE ON appraisal
BEGIN INSERT INTO touched (what, no, person) VALUES ('appraisal', old.no, old.person); END;
CREATE TRIGGER transfer_changed AFTER UPDATE ON transfer
BEGIN INSERT INTO touched (what, no, org, person) VALUES ('transfer', old.no, old.target, old.person); END;
CREATE TRIGGER transfer_gone AFTER DELETE ON transfer
BEGIN INSERT INTO touched (what, no, org, person) VALUES ('transfer', old.no, old.target, old.person); END;
CREATE TRIGGER step_changed AFTER UPDATE ON step
BEGIN INSERT INTO touched (what, no, org, matter) VALUES ('step', old.no, old.other, old.subject); END;
CREATE TRIGGER step_gone AFTER DELETE ON step
BEGIN INSERT INTO touched (what, no, org, matter) VALUES ('step', old.no, old.other, old.subject); END;
-- a stay that cannot be put yet: the transfer whose acceptance it is has come all the same
CREATE TRIGGER stay_cast AFTER INSERT ON shadow WHEN new.entity = 'membership'
BEGIN INSERT INTO touched (what, no, person) VALUES ('stay', 0, new.fields ->> '$.person'); END;
CREATE TRIGGER stay_changed AFTER UPDATE ON shadow WHEN old.entity = 'membership'
BEGIN INSERT INTO touched (what, no, person) VALUES ('stay', 0, old.fields ->> '$.person'); END;
CREATE TRIGGER stay_gone AFTER DELETE ON shadow WHEN old.entity = 'membership'
BEGIN INSERT INTO touched (what, no, person) VALUES ('stay', 0, old.fields ->> '$.person'); END;
-- A new row gets the number after the highest there is, not after the highest there ever was: where the last rows were
-- taken away, new ones may come under numbers that were passed by before. So it is noted to where the numbers of a table fell.
CREATE TRIGGER org_fell AFTER DELETE ON org WHEN old.no > (SELECT coalesce(max(no), 0) FROM org)
BEGIN INSERT INTO touched (what, no) SELECT 'org-fell', coalesce(max(no), 0) FROM org; END;
CREATE TRIGGER person_fell AFTER DELETE ON person WHEN old.no > (SELECT coalesce(max(no), 0) FROM person)
BEGIN INSERT INTO touched (what, no) SELECT 'person-fell', coalesce(max(no), 0) FROM person; END;
CREATE TRIGGER placement_fell AFTER DELETE ON placement WHEN old.no > (SELECT coalesce(max(no), 0) FROM placement)
BEGIN INSERT INTO touched (what, no) SELECT 'placement-fell', coalesce(max(no), 0) FROM placement; END;
CREATE TRIGGER decision_fell AFTER DELETE ON decision WHEN old.no > (SELECT coalesce(max(no), 0) FROM decision)
BEGIN INSERT INTO touched (what, no) SELECT 'decision-fell', coalesce(max(no), 0) FROM decision; END;
CREATE TRIGGER membership_fell AFTER DELETE ON membership WHEN old.no > (SELECT coalesce(max(no), 0) FROM membership)
BEGIN INSERT INTO touched (what, no) SELECT 'membership-fell', coalesce(max(no), 0) FROM membership; END;
CREATE TRIGGER standing_fell AFTER DELETE ON standing WHEN old.no > (SELECT coalesce(max(no), 0) FROM standing)
BEGIN INSERT INTO touched (what, no) SELECT 'standing-fell', coalesce(max(no), 0) FROM standing; END;
CREATE TRIGGER post_fell AFTER DELETE ON post WHEN old.no > (SELECT coalesce(max(no), 0) FROM post)
BEGIN INSERT INTO touched (what, no) SELECT 'post-fell', coalesce(max(no), 0) FROM post; END;
CREATE TRIGGER meeting_fell AFTER DELETE ON meeting WHEN old.no > (SELECT coalesce(max(no), 0) FROM meeting)
BEGIN INSERT INTO touched (what, no) SELECT 'meeting-fell', coalesce(max(no), 0) FROM meeting; END;
CREATE TRIGGER term_fell AFTER DELETE ON term WHEN old.no > (SELECT coalesce(max(no), 0) FROM term)
BEGIN INSERT INTO touched (what, no) SELECT 'term-fell', coalesce(max(no), 0) FROM term; END;
CREATE TRIGGER rating_fell AFTER DELETE ON rating WHEN old.no > (SELECT coalesce(max(no), 0) FROM rating)
BEGIN INSERT INTO touched (what, no) SELECT 'rating-fell', coalesce(max(no), 0) FROM rating; END;
CREATE TRIGGER fee_fell AFTER DELETE ON fee WHEN old.no > (SELECT coalesce(max(no), 0) FROM fee)
BEGIN INSERT INTO touched (what, no) SELECT 'fee-fell', coalesce(max(no), 0) FROM fee; END;
CREATE TRIGGER appraisal_fell AFTER DELETE ON appraisal WHEN old.no > (SELECT coalesce(max(no), 0) FROM appraisal)
BEGIN INSERT INTO touched (what, no) SELECT 'appraisal-fell', coalesce(max(no), 0) FROM appraisal; END;
CREATE TRIGGER transfer_fell AFTER DELETE ON transfer WHEN old.no > (SELECT coalesce(max(no), 0) FROM transfer)
BEGIN INSERT INTO touched (what, no) SELECT 'transfer-fell', coalesce(max(no), 0) FROM transfer; END;
CREATE TRIGGER step_fell AFTER DELETE ON step WHEN old.no > (SELECT coalesce(max(no), 0) FROM step)
BEGIN INSERT INTO touched (what, no) SELECT 'step-fell', coalesce(max(no), 0) FROM step; END;

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

-- who looked at an ID or telephone number in full, and what for; this replica's own, never in a packet
CREATE TABLE disclosure (
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  person TEXT NOT NULL,
  field TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX disclosure_person ON disclosure (person);
`
