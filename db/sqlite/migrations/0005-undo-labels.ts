/** Frozen. Numbered migrations import nothing from the app: the app will change, they will not. */
export const undoLabels = `
-- which change sets took others back: asked with every look at the history, and few among many
CREATE INDEX change_set_undo ON change_set (no) WHERE json_valid(label) AND label ->> '$.what' = 'undo';
`
