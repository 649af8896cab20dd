/** Frozen. 任务调整申请: whoever is set a task asks for another target or a later day. */
export const taskRequests = `
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
`
