import { readWorkTypes } from '#db/registry/acts/work-types.ts'
import type { Task } from '#db/sqlite/task.ts'
import { ownColumns } from '../kinds/work-columns.ts'
import { placesKnown, readOrgIndex } from '../planning/orgs/org-index.ts'
import { rosterOf } from '../roster-kinds.ts'
import { type Recognised, recognise } from './recognise.ts'
import type { Recognising } from './which/fit.ts'

/** A file to look into. `office` is this registry's own organization, once there is a registry. */
export type RecogniseInput = Omit<Recognising, 'knowsPlace' | 'isBranchOf' | 'own' | 'office'> & {
  readonly office: string | undefined
}

/**
 * Looks into a file in a thread of its own: all rows are counted, which takes a while for a large one. Where no column
 * says to which organization the rows belong, the lines above and between them are held against the registry.
 */
export const recogniseTask: Task<RecogniseInput, never, Recognised> = async (input, tools) => {
  const { office, ...given } = input
  const own = office === undefined ? [] : ownColumns(await readWorkTypes(tools.reader()))
  const file = { ...given, own }
  const found = await recognise(file, tools.report)
  if (office === undefined || found.as === null || !lacksPlace(found.as, found.missing)) return found
  const index = await readOrgIndex(tools.reader(), office)
  return recognise({ ...file, ...placesKnown(index), office: index.soleOwn() }, tools.report)
}

function lacksPlace(as: string, missing: Recognised['missing']): boolean {
  const { place } = rosterOf(as).form
  return missing.some(need => need.some(field => field === place))
}
