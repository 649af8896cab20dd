/** Frozen. What the lists of the province's system show of members and cadres, besides what their forms ask for. */
export const restOfTheScreens = `
ALTER TABLE person ADD COLUMN award TEXT;
ALTER TABLE person ADD COLUMN deletion TEXT;
ALTER TABLE person ADD COLUMN wework TEXT;
ALTER TABLE post ADD COLUMN own_title TEXT;
ALTER TABLE post ADD COLUMN operator TEXT;
ALTER TABLE post ADD COLUMN enabled TEXT;
`
