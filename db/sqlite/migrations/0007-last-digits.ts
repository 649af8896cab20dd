/** Frozen. Numbered migrations import nothing from the app: the app will change, they will not. */
export const lastDigits = `
-- people are asked for by the last digits of their ID and telephone numbers

CREATE INDEX person_last_of_id ON person (substr(id_number, -4));
CREATE INDEX person_last_of_phone ON person (substr(phone, -4));
`
