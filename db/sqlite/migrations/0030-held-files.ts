/** Frozen. A second hash of each file that lies here, from which follows who named it having held it; it never leaves the PC. */
export const heldFiles = `
ALTER TABLE file_here ADD COLUMN second TEXT;
`
