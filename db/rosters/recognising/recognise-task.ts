import type { Task } from '#db/sqlite/task.ts'
import { type Recognised, recognise } from './recognise.ts'
import type { Recognising } from './taken-for.ts'

/** Looks into a file in a thread of its own: all rows are counted, which takes a while for a large one. */
export const recogniseTask: Task<Recognising, never, Recognised> = (input, tools) =>
  recognise(input, tools.report)
