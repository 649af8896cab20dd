/** Frozen. Numbered migrations import nothing from the app: the app will change, they will not. */
export const disclosures = `
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
