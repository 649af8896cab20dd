/** Frozen. Numbered migrations import nothing from the app: the app will change, they will not. */
export const namesakes = `
-- people of one name and birth date: a roster that brings such a person under another ID number is asked about

CREATE INDEX person_name ON person (name, birth);
`
