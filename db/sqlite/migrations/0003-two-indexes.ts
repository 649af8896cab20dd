/**
 * Frozen. Revocations are asked for at the beginning of every transaction, and there are few of them among millions; what
 * a record out of force refers to is forgotten when it is back, one record at a time.
 */
export const twoIndexes = `
CREATE INDEX change_revocation ON change (no) WHERE entity = 'revocation';
CREATE INDEX shadow_ref_thing ON shadow_ref (thing);
`
