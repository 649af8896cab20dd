import type { z } from 'zod'
import type { openedTogetherSchema } from '#contract/lifeline/cases.ts'
import { refuseReserved } from '#db/files/durable-file.ts'
import { caseLetter } from '#db/lifeline/case-letter.ts'
import { correctionForm } from '#db/lifeline/correction-form.ts'
import type { Finding } from '#db/lifeline/rule.ts'
import { type Implementing, longProcedure } from '#db/procedure.ts'
import type { RectificationAction } from '#db/records/courses/rectification-course.ts'
import { addForm } from '#db/records/forms.ts'
import { Planning } from '#db/registry/acts/planning.ts'
import { ledgerContinued, ledgerHeads, ledgerOf, ledgerWidths } from '#db/registry/cases/ledger.ts'
import { planCase } from '#db/registry/cases/plan-case.ts'
import { caseNamed, planCaseStep } from '#db/registry/cases/plan-case-step.ts'
import { type FoundWeak, planCases } from '#db/registry/cases/plan-cases.ts'
import { fullNamesOf, isUnderWay } from '#db/registry/cases/read-cases.ts'
import {
  type CasesWanted,
  deadlineOf,
  listCases,
  tellCases,
  wantedCases,
} from '#db/registry/cases/tell-cases.ts'
import { acting, carryOutMany, looking, standing, standpointOf } from '#db/registry/procedures/records.ts'
import { dayOf, orgOrOwn } from '#db/registry/procedures/registry.ts'
import type { Session } from '#db/session.ts'
import { isDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { refuse } from '#db/shared/refusal.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import type { TaskRequest } from '#db/worker/protocol.ts'
import type { OwnFindings } from './rulings.ts'
import { runScan } from './run-scan.ts'

type Step = {
  readonly id: string
  readonly note?: string | undefined
  readonly files?: string | undefined
  readonly by: string
  readonly dryRun: boolean
  readonly on?: string | undefined
  readonly points?: readonly { readonly problem: string; readonly reason: string }[] | undefined
  readonly set?: Readonly<Record<string, string>> | undefined
}

type Wanted = Omit<CasesWanted, 'root' | 'from'> & {
  readonly org?: string | undefined
  readonly asOf?: string | undefined
}
type OpenedTogether = z.output<typeof openedTogetherSchema>
type WrittenBy = TaskRequest<'write-list'> | TaskRequest<'write-papers'>

/** 整治台账: opened from what the rules found, listed, and every step that is taken about it. */
export function caseProcedures(os: Implementing, session: Session, ownFindings: OwnFindings) {
  const step = (action: RectificationAction, input: Step) =>
    acting(session, input, standpoint => planCaseStep(standpoint, { ...input, action }))
  return {
    list: os.cases.list.handler(async ({ input: { limit, offset, ...input } }) =>
      listCases(session.reader(), { ...(await wantedBy(input)), limit, offset }),
    ),
    show: os.cases.show.handler(async ({ input }) => {
      const reader = session.reader()
      const standpoint = await standpointOf(session, reader, {})
      const from = await viewpointOf(input.asOf)
      const known = await caseNamed({ ...standpoint, today: from.asOf }, input.id)
      const [told] = await tellCases(reader, [known], from)
      invariant(told, 'a case that was found is told')
      return told
    }),
    ledger: os.cases.ledger.handler(async ({ input: { name, ...input }, signal }) => {
      refuseOther(name, '.xlsx', 'Excel')
      const { rows, ...form } = await formOf(input)
      const list = {
        ...form,
        continued: ledgerContinued,
        lines: new TextEncoder().encode(rows.map(row => JSON.stringify(row)).join('\n')),
      }
      const file = await written(
        name,
        { task: 'write-list', input: list, file: registryFile(session.folder) },
        signal,
      )
      return { file, rows: rows.length }
    }),
    form: os.cases.form.handler(({ input }) => formOf(input)),
    letters: os.cases.letters.handler(async ({ input: { name, ids, ...input }, signal }) => {
      refuseOther(name, '.docx', 'Word')
      const reader = session.reader()
      const wanted = await wantedBy(input)
      const { asOf } = wanted.from
      const open = (await wantedCases(reader, wanted)).rows.filter(isUnderWay)
      const named = ids === undefined ? undefined : new Set(ids)
      const cases = open.filter(one =>
        named === undefined ? deadlineOf(one, asOf).lamp === 'red' : named.has(one.id),
      )
      if (cases.length === 0)
        refuse(
          'no-letters',
          '没有逾期未完成的整治台账，不用写催办函。',
          'No case that is under way is overdue, so there is no letter to write.',
        )
      const office = await orgOrOwn(session, undefined)
      const names = await fullNamesOf(
        reader,
        cases.map(one => one.org),
      )
      const papers = cases.map(known =>
        caseLetter({ known, name: names.get(known.org) ?? '' }, office.name, asOf),
      )
      const file = await written(
        name,
        {
          task: 'write-papers',
          input: { papers, writer: office.name },
          file: registryFile(session.folder),
        },
        signal,
      )
      return { file, letters: papers.length }
    }),
    correction: os.cases.correction.handler(async ({ input: { id, name, asOf }, signal }) => {
      refuseOther(name, '.docx', 'Word')
      const reader = session.reader()
      const standpoint = await standpointOf(session, reader, {})
      const known = await caseNamed({ ...standpoint, today: dayOf(session, asOf) }, id)
      const org = await orgOrOwn(session, known.org)
      const paper = correctionForm(known, org)
      const office = await orgOrOwn(session, undefined)
      const input = { papers: [paper], writer: office.name }
      const file = await written(
        name,
        { task: 'write-papers', input, file: registryFile(session.folder) },
        signal,
      )
      return { file, isAnswered: known.asked === undefined }
    }),
    open: os.cases.open.handler(async ({ input }) => {
      const { org, measures, owner, liaison, due, on } = input
      const found = await foundWeakBy(org, dayOf(session, on), input)
      return acting(session, input, async standpoint => {
        const form = addForm('rectification')
        invariant(form, 'cases are opened by a form')
        const planning = new Planning(standpoint, form, {
          ...{ org, owner, liaison, due },
          rules: found.rules.join('、'),
          problems: found.problems.join('；'),
          measures: measures.join('；'),
          ...(on && { opened: on }),
        })
        await planning.lookUp()
        return planCase(planning)
      })
    }),
    openMany: os.cases.openMany.handler(
      longProcedure(session, async (input: OpenedTogether, report) => {
        const { ids, set } = input
        const day = set['opened']
        const asOf = dayOf(session, day !== undefined && isDay(day) ? day : undefined)
        const found = new Map<string, FoundWeak>()
        for (const org of new Set(ids)) {
          await report(looking, found.size, ids.length)
          found.set(org, weakBy(await ownFindings({ org, asOf })))
        }
        return standing(session, input, (standpoint, journal) =>
          carryOutMany(session, journal, input, report, looked =>
            planCases(standpoint, { ...input, found, looked }),
          ),
        )
      }),
    ),
    note: os.cases.note.handler(({ input }) => step('note', input)),
    submit: os.cases.submit.handler(({ input }) => step('submit', input)),
    accept: os.cases.accept.handler(({ input }) => step('accept', input)),
    return: os.cases.return.handler(({ input }) => step('return', input)),
    close: os.cases.close.handler(({ input }) => step(input.how === 'merged' ? 'merge' : 'dissolve', input)),
    lookBack: os.cases.lookBack.handler(({ input }) => step(input.relapsed ? 'relapse' : 'look-back', input)),
    correct: os.cases.correct.handler(({ input }) => step('correct', input)),
    answer: os.cases.answer.handler(({ input }) => step(input.grant ? 'grant' : 'decline', input)),
  }

  async function wantedBy({ org, asOf, ...wanted }: Wanted): Promise<CasesWanted> {
    return { ...wanted, root: (await orgOrOwn(session, org)).id, from: await viewpointOf(asOf) }
  }

  /** 整治台账 as the form of domain.md 3.7 has it. */
  async function formOf(input: Wanted) {
    const org = await orgOrOwn(session, input.org)
    const wanted = await wantedBy(input)
    const rows = await ledgerOf(session.reader(), wanted)
    return {
      title: '软弱涣散团组织整治台账',
      notes: [`填报单位：${org.name}`, `填报日期：${wanted.from.asOf}`],
      heads: [...ledgerHeads],
      widths: [...ledgerWidths],
      rows: rows.map(row => [...row]),
    }
  }

  async function written(name: string, request: WrittenBy, signal: AbortSignal | undefined): Promise<File> {
    const parts: Uint8Array<ArrayBuffer>[] = []
    await session.threads.run({
      request,
      report: async () => signal?.throwIfAborted(),
      onChunk: async (chunk: Uint8Array) => {
        parts.push(new Uint8Array(chunk))
      },
    })
    return new File(parts, name)
  }

  async function viewpointOf(asOf: string | undefined) {
    const { office, hasParentOffice } = await standpointOf(session, session.reader(), {})
    return { office, hasParentOffice, asOf: dayOf(session, asOf) }
  }

  /**
   * 认定情形 and 主要问题 as they were said; what was not said is what the rules find in the organization itself, in
   * their words. Refuses a rule that there is none of.
   */
  async function foundWeakBy(
    ref: string,
    asOf: ReturnType<typeof dayOf>,
    { rules, problems }: { readonly rules: readonly string[]; readonly problems: readonly string[] },
  ) {
    if (rules.length > 0 && problems.length > 0) return { rules, problems }
    const { id, code } = await orgOrOwn(session, ref)
    const only = rules.length > 0 && { rules }
    const { findings } = await runScan(session, { root: id, asOf, evidence: false, ...only })
    const own = weakBy(findings.filter(finding => finding.org === (code ?? id)))
    return {
      rules: rules.length > 0 ? rules : own.rules,
      problems: problems.length > 0 ? problems : own.problems,
    }
  }
}

/** What is grave of what the rules find in an organization, as a case writes it down: in the ledger's words, which are Chinese. */
function weakBy(own: readonly Pick<Finding, 'rule' | 'severity' | 'why'>[]): FoundWeak {
  const grave = own.filter(({ severity }) => severity !== 'info')
  return {
    rules: [...new Set(grave.map(({ rule }) => rule))],
    problems: grave.map(({ why }) => why.zh.replace(/。$/, '')),
  }
}

function refuseOther(name: string, ending: string, program: string): void {
  if (!name.toLowerCase().endsWith(ending))
    refuse(
      'format-unknown',
      `“${name}”不是 ${program} 文件名。请用 ${ending} 结尾的文件名。`,
      `"${name}" is not the name of a file for ${program}. Use a name that ends in ${ending}.`,
      { name },
    )
  refuseReserved(name)
}
