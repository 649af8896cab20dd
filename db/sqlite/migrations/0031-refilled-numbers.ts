const tables = ['org', 'person', 'placement', 'decision', 'membership', 'standing', 'post', 'meeting']

/**
 * Frozen. A new row gets the number after the highest one there is, not after the highest there ever was: where the last
 * rows were taken away, new ones may come under numbers that were passed by before. So it is noted down to where the
 * numbers of a table fell.
 */
export const refilledNumbers = tables
  .map(
    table => `
CREATE TRIGGER ${table}_fell AFTER DELETE ON ${table} WHEN old.no > (SELECT coalesce(max(no), 0) FROM ${table})
BEGIN INSERT INTO touched (what, no) SELECT '${table}-fell', coalesce(max(no), 0) FROM ${table}; END;`,
  )
  .join('\n')
