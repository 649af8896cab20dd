/**
 * Frozen. Which changes name which files is noted where they are stored: a trigger on a table makes SQLite keep a copy of
 * each page that an insert into it touches, and of an import that was a third of the work.
 */
export const namedFiles = `
DROP TRIGGER change_names_files;
DROP TRIGGER change_names_other_files;
`
