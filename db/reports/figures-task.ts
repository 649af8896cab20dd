import type { Task } from '#db/sqlite/task.ts'
import type { Asking } from './ask.ts'
import { type Answered, answerAll, type Opened, openFigure } from './figures.ts'

export type FigureInput = Asking & { readonly key: string; readonly limit: number; readonly offset: number }

/** All figures of a year, in a thread that only reads: each is a query over all that was done. */
export const figuresTask: Task<Asking, never, readonly Answered[]> = (asking, tools) =>
  answerAll(tools.reader(), asking)

export const figureTask: Task<FigureInput, never, Opened> = ({ key, limit, offset, ...asking }, tools) =>
  openFigure(tools.reader(), key, asking, { limit, offset })
