/** Frozen. Numbered migrations import nothing from the app: the app will change, they will not. */
export const notices = `
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
`
