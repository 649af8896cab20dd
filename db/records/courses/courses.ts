import type { Course } from './course.ts'
import { rectificationCourse } from './rectification-course.ts'
import { taskRequestCourse } from './task-request-course.ts'
import { transferCourse } from './transfer-course.ts'
import { yearCourse } from './year-course.ts'

/** The kinds of record that go through several hands, each with its table of allowed steps. */
export const courses: Readonly<Record<string, Course>> = {
  transfer: transferCourse,
  rectification: rectificationCourse,
  frozen_year: yearCourse,
  task_request: taskRequestCourse,
}

/** The course of a kind of record; undefined for one that has none, or of a newer program. */
export function courseOf(kind: string): Course | undefined {
  return Object.hasOwn(courses, kind) ? courses[kind] : undefined
}
