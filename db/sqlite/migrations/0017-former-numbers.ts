/** Frozen. Numbered migrations import nothing from the app: the app will change, they will not. */
export const formerNumbers = `
-- ID numbers under which a person was registered before his records were merged, with a space between

ALTER TABLE person ADD COLUMN former_ids TEXT;
CREATE INDEX person_former ON person (id) WHERE former_ids IS NOT NULL;
`
