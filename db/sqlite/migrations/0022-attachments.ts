/** Frozen. Files attached to records: what names them, which of them lie here and from whom, and what packets said of them. */
export const attachments = `
ALTER TABLE person ADD COLUMN files TEXT NOT NULL DEFAULT '[]';
ALTER TABLE meeting ADD COLUMN files TEXT NOT NULL DEFAULT '[]';
ALTER TABLE step ADD COLUMN files TEXT NOT NULL DEFAULT '[]';
-- few records have any: they are found without going through the others
CREATE INDEX person_files ON person (id) WHERE files <> '[]';
CREATE INDEX meeting_files ON meeting (id) WHERE files <> '[]';
CREATE INDEX step_files ON step (id) WHERE files <> '[]';

-- which changes name which files, of whatever kind of record
CREATE TABLE file_named (
  sha256 TEXT NOT NULL,
  change INTEGER NOT NULL,
  PRIMARY KEY (sha256, change)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_named_change ON file_named (change);
CREATE TRIGGER change_names_files AFTER INSERT ON change WHEN instr(new.body, '"sha256:') > 0 BEGIN
  INSERT OR IGNORE INTO file_named (sha256, change)
    SELECT substr(j.value, 8, 64), new.no FROM json_tree(new.body, '$.set') j
    WHERE j.type = 'text' AND j.value GLOB 'sha256:[0-9a-f]*' AND length(j.value) > 72;
  DELETE FROM file_loose WHERE sha256 IN (SELECT sha256 FROM file_named WHERE change = new.no);
END;
CREATE TRIGGER change_names_other_files AFTER UPDATE OF body ON change BEGIN
  DELETE FROM file_named WHERE change = new.no;
  INSERT OR IGNORE INTO file_named (sha256, change)
    SELECT substr(j.value, 8, 64), new.no FROM json_tree(new.body, '$.set') j
    WHERE instr(new.body, '"sha256:') > 0 AND j.type = 'text' AND j.value GLOB 'sha256:[0-9a-f]*' AND length(j.value) > 72;
END;

-- the files that lie in the folder, and who gave them: a PC, this one if they were chosen here, '' if nobody knows any more
CREATE TABLE file_here (
  sha256 TEXT NOT NULL,
  giver TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  type TEXT NOT NULL,
  at TEXT NOT NULL,
  -- 1 where it lay here and was found missing or damaged
  gone INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (sha256, giver)
) STRICT, WITHOUT ROWID;

-- files that no record names, and since when: they are removed after a while
CREATE TABLE file_loose (sha256 TEXT PRIMARY KEY, since TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- the files that a packet to a peer carried, and the place of its offers up to which that packet reached
CREATE TABLE file_sent (
  peer TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  pos INTEGER NOT NULL,
  PRIMARY KEY (peer, sha256)
) STRICT, WITHOUT ROWID;

-- the files that a peer said to miss, by its latest statement
CREATE TABLE file_asked (
  peer TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (peer, sha256)
) STRICT, WITHOUT ROWID;
`
