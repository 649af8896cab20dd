import type { z } from 'zod'
import type { coverageSchema } from '#contract/orgs.ts'
import { prepareOnce } from '#db/sqlite/connection.ts'
import type { DayView } from './day-view.ts'
import { childrenOf } from './outline/outline.ts'
import { statsUnder } from './outline/outline-stats.ts'
import { readPlacesAt } from './place-rows.ts'

type Coverage = Omit<z.infer<typeof coverageSchema>, 'asOf'>

/** Members that are enough for a branch (团章 22). */
const enough = 3

type ProspectRow = {
  readonly id: string
  readonly no: number
  readonly name: string
  readonly members: number
  readonly planned: 0 | 1
}

/** Of the two-new what has an organization on the day and what has none yet, below an organization, by those right below it. */
export function readCoverage(view: DayView, root: number): Coverage {
  const outline = view.outline()
  const open = prepareOnce<[{ day: string }], ProspectRow>(view.connection, prospectsStatement)
    .all({ day: outline.day })
    .map(row => ({ ...row, place: outline.placeOfNo[row.no] ?? -1 }))
    .filter(({ place }) => place >= root && place < (outline.ends[root] ?? root))
  const places = [root, ...childrenOf(outline, root)]
  const names = readPlacesAt(view.connection, outline, [...places, ...open.map(({ place }) => place)])
  const posts = view.postCounts().byPlace
  const lineOf = (place: number) => {
    const end = outline.ends[place] ?? place
    const within = open.filter(one => one.place >= place && one.place < end)
    const organizations = statsUnder(outline, place, posts).byTier['two-new'] ?? 0
    const all = organizations + within.length
    return {
      org: nameAt(place),
      organizations,
      open: within.length,
      planned: within.filter(one => one.planned === 1).length,
      members: within.reduce((sum, one) => sum + one.members, 0),
      share: all === 0 ? null : organizations / all,
    }
  }
  const nameAt = (place: number) => {
    const { id = '', code = null, name = '', shortName = null } = names.get(place) ?? {}
    return { id, code, name: shortName ?? name }
  }
  const [own, ...below] = places.map(lineOf)
  const joint = [
    ...Map.groupBy(
      open.filter(one => one.members > 0 && one.members < enough),
      one => one.place,
    ),
  ]
    .map(([place, units]) => ({
      org: nameAt(place),
      members: units.reduce((sum, one) => sum + one.members, 0),
      units: units.map(({ id, name, members }) => ({ id, name, members })),
    }))
    .filter(({ members, units }) => members >= enough && units.length > 1)
  return { own: own ?? lineOf(root), below, joint }
}

const prospectsStatement = `
  SELECT p.id, org.no, p.name, coalesce(p.members, 0) AS members, p.planned IS NOT NULL AS planned
  FROM prospect AS p CROSS JOIN org ON org.id = p.org
  WHERE (p.since IS NULL OR p.since <= @day) AND (p.covered_by IS NULL OR p.covered_on > @day)
  ORDER BY p.no`
