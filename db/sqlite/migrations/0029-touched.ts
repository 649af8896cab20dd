/** Frozen. Which rows were changed or taken away, so that what is kept in memory of the registry need not be read anew. */
export const touched = `
-- of this replica alone: never journaled, never in a packet. New rows need no line: their numbers are higher than those before.
CREATE TABLE touched (
  n INTEGER PRIMARY KEY,
  -- the table, and the number that the row has or had
  what TEXT NOT NULL,
  no INTEGER NOT NULL,
  -- where it hung before
  org TEXT,
  person TEXT
) STRICT;
-- the newest hundred thousand are enough: whoever is further behind reads everything anew
CREATE TRIGGER touched_few AFTER INSERT ON touched WHEN new.n % 50000 = 0
BEGIN DELETE FROM touched WHERE n <= new.n - 50000; END;

CREATE TRIGGER org_changed AFTER UPDATE OF code, kind, tier, closed ON org
BEGIN INSERT INTO touched (what, no) VALUES ('org', old.no); END;
CREATE TRIGGER org_gone AFTER DELETE ON org
BEGIN INSERT INTO touched (what, no) VALUES ('org-gone', old.no); END;

CREATE TRIGGER placement_changed AFTER UPDATE OF org, parent, since, starts, until ON placement
BEGIN INSERT INTO touched (what, no, org) VALUES ('placement', old.no, old.org); END;
CREATE TRIGGER placement_gone AFTER DELETE ON placement
BEGIN INSERT INTO touched (what, no, org) VALUES ('placement', old.no, old.org); END;

CREATE TRIGGER decision_changed AFTER UPDATE ON decision
BEGIN INSERT INTO touched (what, no, org) VALUES ('decision', old.no, old.org); END;
CREATE TRIGGER decision_gone AFTER DELETE ON decision
BEGIN INSERT INTO touched (what, no, org) VALUES ('decision', old.no, old.org); END;

CREATE TRIGGER membership_changed AFTER UPDATE OF person, org, since, since_known, until ON membership
BEGIN INSERT INTO touched (what, no, org, person) VALUES ('membership', old.no, old.org, old.person); END;
CREATE TRIGGER membership_gone AFTER DELETE ON membership
BEGIN INSERT INTO touched (what, no, org, person) VALUES ('membership', old.no, old.org, old.person); END;

CREATE TRIGGER standing_changed AFTER UPDATE OF person, status, report, since, until ON standing
BEGIN INSERT INTO touched (what, no, person) VALUES ('standing', old.no, old.person); END;
CREATE TRIGGER standing_gone AFTER DELETE ON standing
BEGIN INSERT INTO touched (what, no, person) VALUES ('standing', old.no, old.person); END;

CREATE TRIGGER post_changed AFTER UPDATE OF org, person, since, until ON post
BEGIN INSERT INTO touched (what, no, org, person) VALUES ('post', old.no, old.org, old.person); END;
CREATE TRIGGER post_gone AFTER DELETE ON post
BEGIN INSERT INTO touched (what, no, org, person) VALUES ('post', old.no, old.org, old.person); END;

CREATE TRIGGER meeting_changed AFTER UPDATE OF org, held_on ON meeting
BEGIN INSERT INTO touched (what, no, org) VALUES ('meeting', old.no, old.org); END;
CREATE TRIGGER meeting_gone AFTER DELETE ON meeting
BEGIN INSERT INTO touched (what, no, org) VALUES ('meeting', old.no, old.org); END;

CREATE TRIGGER person_changed AFTER UPDATE OF birth, joined, sex ON person
BEGIN INSERT INTO touched (what, no) VALUES ('person', old.no); END;
CREATE TRIGGER person_called AFTER UPDATE OF name, pinyin ON person WHEN new.name <> old.name OR new.pinyin <> old.pinyin
BEGIN INSERT INTO touched (what, no) VALUES ('person-called', old.no); END;
CREATE TRIGGER person_gone AFTER DELETE ON person
BEGIN INSERT INTO touched (what, no) VALUES ('person-gone', old.no); END;

-- whose stay began on a day that nobody knows: asked after every write
CREATE INDEX membership_unknown ON membership (since) WHERE since_known = 0;
`
