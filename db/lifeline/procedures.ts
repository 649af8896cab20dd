import type { Implementing } from '#db/procedure.ts'
import { dayOf, orgOrOwn } from '#db/registry/procedures/registry.ts'
import type { Session } from '#db/session.ts'
import { registryFile } from '#db/sqlite/connection.ts'

export function lifelineProcedures(os: Implementing, session: Session) {
  return {
    elections: os.lifeline.elections.handler(async ({ input, signal }) => {
      const org = await orgOrOwn(session, input.org)
      const { asOf, until, rows } = await session.threads.run({
        request: {
          task: 'due-elections',
          input: { root: org.id, asOf: dayOf(session, input.asOf) },
          file: registryFile(session.folder),
        },
        report: async () => signal?.throwIfAborted(),
        stopped: signal,
      })
      return { asOf, until, rows: [...rows] }
    }),
    scan: os.lifeline.scan.handler(async ({ input, signal }) => {
      const org = await orgOrOwn(session, input.org)
      const asOf = dayOf(session, input.asOf)
      const { rules, evidence } = input
      const question = { root: org.id, asOf, evidence, ...(rules && { rules }) }
      const result = await session.threads.run({
        request: { task: 'scan', input: question, file: registryFile(session.folder) },
        report: async () => signal?.throwIfAborted(),
        stopped: signal,
      })
      return {
        ...result,
        ms: Math.round(result.ms * 10) / 10,
        suggested: [...result.suggested],
        findings: result.findings.map(finding => ({ ...finding, evidence: [...finding.evidence] })),
      }
    }),
  }
}
