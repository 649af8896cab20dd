/** Frozen. What a record out of force refers to is forgotten when it is back, one record at a time. */
export const shadowReferences = `
CREATE INDEX shadow_ref_thing ON shadow_ref (thing);
`
