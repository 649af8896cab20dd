/** Frozen. What was removed, by the work in which it was: the trash is read along it, however much else was done. */
export const removed = `
CREATE INDEX change_removed ON change (origin, no) WHERE kind = 'remove';
`
