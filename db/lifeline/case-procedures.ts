import { refuseReserved } from '#db/files/durable-file.ts'
import type { Implementing } from '#db/procedure.ts'
import { addForm } from '#db/records/forms.ts'
import type { RectificationAction } from '#db/records/rectification-course.ts'
import { Planning } from '#db/registry/acts/planning.ts'
import { ledgerHeads, ledgerOf, ledgerWidths } from '#db/registry/cases/ledger.ts'
import { planCase } from '#db/registry/cases/plan-case.ts'
import { caseNamed, planCaseStep } from '#db/registry/cases/plan-case-step.ts'
import { listCases, tellCases } from '#db/registry/cases/tell-cases.ts'
import { acting, standpointOf } from '#db/registry/procedures/records.ts'
import { dayOf, orgOrOwn } from '#db/registry/procedures/registry.ts'
import type { Session } from '#db/session.ts'
import { invariant } from '#db/shared/invariant.ts'
import { refuse } from '#db/shared/refusal.ts'
import { registryFile } from '#db/sqlite/connection.ts'

type Step = {
  readonly id: string
  readonly note?: string | undefined
  readonly files?: string | undefined
  readonly by: string
  readonly dryRun: boolean
  readonly on?: string | undefined
}

/** 整治台账: opened from what the rules found, listed, and every step that is taken about it. */
export function caseProcedures(os: Implementing, session: Session) {
  const step = (action: RectificationAction, input: Step) =>
    acting(session, input, standpoint => planCaseStep(standpoint, { ...input, action }))
  return {
    list: os.cases.list.handler(async ({ input }) => {
      const { state, lamp, limit, offset } = input
      const root = (await orgOrOwn(session, input.org)).id
      const from = await viewpointOf(input.asOf)
      return listCases(session.reader(), { root, from, state, lamp, limit, offset })
    }),
    show: os.cases.show.handler(async ({ input }) => {
      const reader = session.reader()
      const known = await caseNamed(await standpointOf(session, reader, {}), input.id)
      const [told] = await tellCases(reader, [known], await viewpointOf(undefined))
      invariant(told, 'a case that was found is told')
      return told
    }),
    ledger: os.cases.ledger.handler(async ({ input, signal }) => {
      if (!input.name.toLowerCase().endsWith('.xlsx'))
        refuse(
          'format-unknown',
          `“${input.name}”不是 Excel 文件名。请用 .xlsx 结尾的文件名。`,
          `"${input.name}" is not the name of an Excel file. Use a name that ends in .xlsx.`,
          { name: input.name },
        )
      refuseReserved(input.name)
      const org = await orgOrOwn(session, input.org)
      const asOf = dayOf(session, input.asOf)
      const rows = await ledgerOf(session.reader(), { root: org.id, asOf })
      const list = {
        title: '软弱涣散团组织整治台账',
        notes: [`填报单位：${org.name}`, `填报日期：${asOf}`],
        heads: ledgerHeads,
        widths: ledgerWidths,
        lines: new TextEncoder().encode(rows.map(row => JSON.stringify(row)).join('\n')),
      }
      const parts: Uint8Array<ArrayBuffer>[] = []
      await session.threads.run({
        request: { task: 'write-list', input: list, file: registryFile(session.folder) },
        report: async () => signal?.throwIfAborted(),
        onChunk: async chunk => {
          parts.push(new Uint8Array(chunk))
        },
      })
      return { file: new File(parts, input.name), rows: rows.length }
    }),
    open: os.cases.open.handler(async ({ input }) => {
      const { org, measures, owner, liaison, due, on } = input
      const found = input.problems.length > 0 ? input : await problemsOf(org, dayOf(session, on), input.rules)
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
    note: os.cases.note.handler(({ input }) => step('note', input)),
    submit: os.cases.submit.handler(({ input }) => step('submit', input)),
    accept: os.cases.accept.handler(({ input }) => step('accept', input)),
    return: os.cases.return.handler(({ input }) => step('return', input)),
    close: os.cases.close.handler(({ input }) => step(input.how === 'merged' ? 'merge' : 'dissolve', input)),
    lookBack: os.cases.lookBack.handler(({ input }) => step(input.relapsed ? 'relapse' : 'look-back', input)),
    correct: os.cases.correct.handler(({ input }) => step('correct', input)),
  }

  async function viewpointOf(asOf: string | undefined) {
    const { office, hasParentOffice } = await standpointOf(session, session.reader(), {})
    return { office, hasParentOffice, asOf: dayOf(session, asOf) }
  }

  /** What the rules find in an organization itself, in their words. Refuses a rule that there is none of. */
  async function problemsOf(ref: string, asOf: ReturnType<typeof dayOf>, rules: readonly string[]) {
    const { id, code } = await orgOrOwn(session, ref)
    const { findings } = await session.threads.run({
      request: {
        task: 'scan',
        input: { root: id, asOf, evidence: false, ...(rules.length > 0 && { rules }) },
        file: registryFile(session.folder),
      },
      report: async () => undefined,
    })
    const own = findings.filter(finding => finding.org === (code ?? id))
    return {
      rules: rules.length > 0 ? rules : [...new Set(own.map(finding => finding.rule))],
      problems: own.map(finding => finding.why.zh),
    }
  }
}
