/** Frozen. Numbered migrations import nothing from the app: the app will change, they will not. */
export const governing = `
-- merge marks and revocations act on other records than their own: each transaction asks for them, and they are few
CREATE INDEX change_governing ON change (entity, thing) WHERE entity IN ('merge', 'revocation');
`
