import { z } from 'zod'
import { type PackTest, packTestSchema } from '#contract/lifeline/pack-changes.ts'
import { addDays, addMonths, firstOfMonth, type IsoDay, isDay } from '#db/shared/day.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { type BranchFacts, requiredFields, type Share, type Shares } from '../facts.ts'
import { allRules } from '../rules/all-rules.ts'
import { judgeOrganization } from '../scanning/judge-organization.ts'
import { isSuggested } from '../verdict.ts'
import { packOn, type RulePack } from './rule-pack.ts'

/** A test case with what came of it: `says` where it did not pass, no `test` where it cannot be read. */
export type PackTestRun = {
  readonly name: string
  readonly test: PackTest | undefined
  readonly says: Text | undefined
}

/**
 * Runs the test cases that a pack carries, with its own numbers. One of a newer program that cannot be read here is
 * said, as is one on whose day the numbers contradict each other.
 */
export function runPackTests(pack: RulePack): readonly PackTestRun[] {
  const tests = z
    .array(z.unknown())
    .max(200)
    .safeParse(pack['tests'] ?? [])
  if (!tests.success)
    return [
      {
        name: 'tests',
        test: undefined,
        says: { zh: '检验用例不是列表，没有运行。', en: 'The test cases are not a list and were not run.' },
      },
    ]
  return tests.data.map((given, at) => {
    const read = packTestSchema.safeParse(given)
    if (read.success) return { name: read.data.name, test: read.data, says: runOne(pack, read.data) }
    const where = read.error.issues[0]?.path.join('.') ?? ''
    return {
      name: nameOfTest(given) ?? String(at + 1),
      test: undefined,
      says: {
        zh: `本程序看不懂这个用例（${where}），没有运行。`,
        en: `This program cannot read the case (${where}); it was not run.`,
      },
    }
  })
}

/** By which a test case is called, whoever wrote it; undefined where it has no name. */
export function nameOfTest(given: unknown): string | undefined {
  const named = z.looseObject({ name: z.string() }).safeParse(given)
  return named.success ? named.data.name.slice(0, 200) : undefined
}

function runOne(pack: RulePack, { on, branch, expect }: PackTest): Text | undefined {
  if (!isDay(on)) return undefined
  try {
    const resolved = packOn(pack, 'tested', on)
    const facts = branchOf(branch, on)
    const findings = judgeOrganization(allRules, facts, resolved, on)
    const found = new Map(findings.map(({ rule, severity }) => [rule, severity]))
    const wrong = Object.entries(expect.rules).filter(([rule, is]) => (found.get(rule) ?? 'none') !== is)
    const suggested = isSuggested(facts, findings, resolved)
    const isVerdictWrong = expect.suggested !== undefined && expect.suggested !== suggested
    if (wrong.length === 0 && !isVerdictWrong) return undefined
    const told = wrong.map(([rule, is]) => ({
      zh: `${rule} 应为${severityWords[is].zh}，实为${severityWords[found.get(rule) ?? 'none'].zh}`,
      en: `${rule} should be ${severityWords[is].en} and is ${severityWords[found.get(rule) ?? 'none'].en}`,
    }))
    if (isVerdictWrong)
      told.push({
        zh: suggested ? '不应建议认定，实际建议了' : '应建议认定，实际没有建议',
        en: suggested ? 'it should not be proposed and is' : 'it should be proposed and is not',
      })
    return { zh: `${told.map(one => one.zh).join('；')}。`, en: `${told.map(one => one.en).join('; ')}.` }
  } catch (error) {
    if (error instanceof Refusal) return error.text
    throw error
  }
}

const severityWords: Readonly<Record<'red' | 'orange' | 'yellow' | 'info' | 'none', Text>> = {
  red: { zh: '红', en: 'red' },
  orange: { zh: '橙', en: 'orange' },
  yellow: { zh: '黄', en: 'yellow' },
  info: { zh: '仅供参考', en: 'for information' },
  none: { zh: '没有问题', en: 'nothing' },
}

/** Days before the earliest record that any test could ask about: everything has been kept since then. */
const keptSince = '1950-01-01'

const all: Share = { have: 1, of: 1 }
const widelyKept: Shares = {
  ...{ meetings: all, assemblies: all, committees: all, lessons: all, fees: all },
  years: [{ year: 1950, appraised: all, registered: all }],
}
const ever = { assemblies: true, committees: true, lessons: true }

/** The facts of the branch that a test describes: a branch in order, but for what it says. */
function branchOf(branch: PackTest['branch'], on: IsoDay): BranchFacts {
  const year = Number(on.slice(0, 4)) - 1
  const { members = 10, posts = 3, committee = Math.min(posts, 3), years = 3, score = 85 } = branch
  const asDay = (text: string | undefined, usual: IsoDay) =>
    text !== undefined && isDay(text) ? text : usual
  const last = asDay(branch.lastMeeting, addDays(on, -1))
  const months = Array.from({ length: 24 }, (_, n) => addMonths(firstOfMonth(on), -n)).filter(
    month => month <= last,
  )
  const quarters = months.filter(month => ['01', '04', '07', '10'].includes(month.slice(5, 7)))
  const founded = asDay(branch.founded, addMonths(on, -120))
  const left = branch.secretaryLeft
  const kept = isDay(keptSince) ? keptSince : on
  return {
    ...{ orgId: 'tested', code: null, name: '', parent: null, kind: 'branch', tier: 'two-new' },
    ...{ branchType: 'ordinary', founded, existsSince: founded, branchesBelow: 0, membersApproved: null },
    members: {
      held: members,
      counted: members,
      aged: Array.from({ length: branch.aged ?? 0 }, (_, n) => ({
        person: `p-${n}`,
        name: '',
        leaves: addDays(on, -30),
      })),
      turning: [],
    },
    posts: {
      committee,
      held: posts,
      lastEnd: left !== undefined && isDay(left) ? left : null,
      secretary:
        left !== undefined && isDay(left)
          ? { kind: 'left', on: left, name: null }
          : posts === 0
            ? { kind: 'never' }
            : { kind: 'held' },
    },
    term: { elected: asDay(branch.elected, addMonths(on, -6)), monthOnly: false, years },
    meetings: { assemblies: quarters, committees: months, lessons: quarters, last, ever },
    fees: {
      known: members,
      liable: members,
      behind: branch.behind ?? 0,
      drifting: 0,
      longest: branch.behind === undefined || branch.behind === 0 ? 0 : 3,
      next: { liable: members, behind: branch.behind ?? 0 },
    },
    numbers: { required: members, valid: members },
    appraisal: {
      ...{ year, eligible: members, assessed: branch.assessed ?? members },
      ...{ excellent: 0, registrable: members, registered: branch.registered ?? members, answered: members },
    },
    reports: { open: [], timely: 0, late: 0 },
    blank: [],
    rating: { id: 'tested', year, score: Math.round(score * 10), star: null, veto: null },
    kept: {
      ...{ meetings: kept, assemblies: kept, committees: kept, lessons: kept, fees: kept },
      ...{ appraisals: 1950, registrations: 1950, ratings: 1950, numbers: true, fields: requiredFields },
      rated: { of: 1, years: [{ year: 1950, results: 1 }] },
      shares: widelyKept,
    },
  }
}
