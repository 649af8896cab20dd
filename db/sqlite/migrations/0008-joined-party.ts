/** Frozen. Numbered migrations import nothing from the app: the app will change, they will not. */
export const joinedParty = `
-- 入党年月 of a person, as far as it is known

ALTER TABLE person ADD COLUMN joined_party TEXT;
ALTER TABLE person ADD COLUMN joined_party_precision TEXT;
`
