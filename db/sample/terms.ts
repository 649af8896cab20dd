import { addYears } from '#db/shared/day.ts'
import { dayAt, dayNumber } from './day-number.ts'
import type { OutlineOrg } from './outline/outline.ts'
import { isOfPupils } from './plights/plant-plights.ts'
import type { Plight } from './plights/plight.ts'
import type { Random } from './random.ts'

/** When an organization began and when it last elected, in day numbers. Appointed ones never elect. */
export type Term = {
  readonly founded: number
  readonly elected: number | undefined
  readonly years: number | undefined
}

/** Longhua became a district on 2017-01-07: so many days before the end of 2018. */
const districtAge = 723

/** Draws the term of an organization so that W06 says of it on the day what its plight says, and else nothing. */
export function drawTerm(org: OutlineOrg, plight: Plight, today: number, random: Random): Term {
  if (org.kind === 'leading') return { founded: today - districtAge, elected: undefined, years: undefined }
  if (org.kind === 'work-committee') {
    return { founded: today - random.between(300, districtAge), elected: undefined, years: undefined }
  }
  const years = yearsOf(org, random)
  if (plight.founded === 'lately') {
    const founded = today - random.between(5, 150)
    return { founded, elected: founded, years }
  }
  const drawn = usualTerm(org, plight, today, years, random)
  if (org.isNew) {
    // Longer ago than half a year, or nothing would be asked of it yet; within the year.
    const founded = today - 200 - ((org.index * 7) % 140)
    return { founded, elected: founded, years }
  }
  // In the parks nothing else was founded in the year.
  const isPark = org.kind === 'committee' && org.tier === 'two-new'
  return isPark && drawn.founded > today - 365 ? { ...drawn, founded: drawn.founded - 365 } : drawn
}

function usualTerm(org: OutlineOrg, plight: Plight, today: number, years: number, random: Random): Term {
  const due = today + daysLeft(org, plight.election, years, random)
  const elected = dayNumber(addYears(dayAt(due), -years))
  return { founded: Math.min(elected, today - 200) - random.between(0, 1200), elected, years }
}

/** 团章: student branches one year, branches two or three (till 2023), committees three to five. */
function yearsOf(org: OutlineOrg, random: Random): number {
  if (isOfPupils(org)) return 1
  if (org.kind === 'committee') return random.chance(0.7) ? 3 : 5
  return random.chance(0.45) ? 2 : 3
}

/** Days from today till the term is due; negative when it is overdue. Red begins 6 or 12 months after the due day. */
function daysLeft({ kind }: OutlineOrg, election: Plight['election'], years: number, random: Random): number {
  switch (election) {
    case 'red':
      return kind === 'branch' ? -random.between(200, 700) : -random.between(400, 700)
    case 'orange':
      return -random.between(2, kind === 'branch' ? 150 : 300)
    case 'yellow':
      return random.between(2, 85)
    case undefined:
      return random.between(95, years * 365 - 5)
  }
}
