import type { Proposal } from '#contract/lifeline/rulings.ts'
import type { FindingsWanted } from '#db/lifeline/findings-list.ts'
import type { LargeFindings } from '#db/lifeline/large/large-findings.ts'
import type { LargeOverview } from '#db/lifeline/large/large-overview.ts'
import type { LargeProposals } from '#db/lifeline/large/large-proposals.ts'
import type { ReviewColumns } from '#db/lifeline/large/review-columns.ts'
import { isSmall, type Scope } from '#db/registry/subtree.ts'
import type { Session } from '#db/session.ts'
import { Recent } from '#db/shared/made-once.ts'
import { type Connection, registryFile } from '#db/sqlite/connection.ts'
import { KeptAnswers } from '#db/sqlite/kept.ts'
import type { TaskName, TaskRequest, Tasks } from '#db/worker/protocol.ts'

/** Of 600,000 organizations 35 megabytes each. */
const columnsKept = 2
const answersKept = 12

type Window = { readonly offset: number; readonly limit: number }
type Wanted = Omit<FindingsWanted, 'own'> & { readonly own: readonly string[] | undefined }
type ProposalsWanted = Window & {
  readonly state: Proposal['state'] | undefined
  readonly isMarked: boolean
  readonly isUnopened: boolean
  readonly isOwn: boolean
}

/** Reviews of registries that are too large to be reviewed in one piece, and what is asked of them. */
export class LargeReviews {
  readonly #session: Session
  readonly #columns: KeptAnswers<ReviewColumns>
  /** The last review of each scope, from which the next one is made; another connection is another registry. */
  readonly #last = new WeakMap<Connection, Recent<string, ReviewColumns>>()
  readonly #overviews: KeptAnswers<LargeOverview>
  readonly #findings: KeptAnswers<LargeFindings>
  readonly #proposals: KeptAnswers<LargeProposals>

  constructor(session: Session) {
    const connection = () => session.readConnection()
    this.#session = session
    this.#columns = new KeptAnswers(connection, columnsKept)
    this.#overviews = new KeptAnswers(connection, answersKept)
    this.#findings = new KeptAnswers(connection, answersKept)
    this.#proposals = new KeptAnswers(connection, answersKept)
  }

  /** Going down a tree of so many takes longer than a screen may wait: most registries are known to be smaller at once. */
  async isTooMany(scope: Scope): Promise<boolean> {
    const most = this.#session.mostReviewed
    const reader = this.#session.reader()
    const last = await reader.selectFrom('org').select('no').orderBy('no', 'desc').limit(1).execute()
    if ((last[0]?.no ?? 0) <= most) return false
    return scope.root === this.#session.office() || !(await isSmall(reader, scope, most))
  }

  async overview(scope: Scope, children: readonly string[]): Promise<LargeOverview> {
    const columns = await this.#of(scope)
    const name = JSON.stringify([scope, children])
    return this.#overviews.ask(name, () => this.#run('large-overview', { scope, columns, children }))
  }

  async findings(scope: Scope, wanted: Wanted, window: Window): Promise<LargeFindings> {
    const columns = await this.#of(scope)
    const name = JSON.stringify([scope, wanted, window])
    return this.#findings.ask(name, () => this.#run('large-findings', { scope, columns, wanted, ...window }))
  }

  async proposals(scope: Scope, wanted: ProposalsWanted): Promise<LargeProposals> {
    const columns = await this.#of(scope)
    const name = JSON.stringify([scope, wanted])
    return this.#proposals.ask(name, () => this.#run('large-proposals', { scope, columns, ...wanted }))
  }

  #of(scope: Scope): Promise<ReviewColumns> {
    const name = JSON.stringify([scope.asOf, scope.root])
    return this.#columns.ask(name, async () => {
      const last = this.#lastOf(this.#session.readConnection())
      const columns = await this.#run('large-review', { scope, before: last.find(name) })
      last.put(name, columns)
      return columns
    })
  }

  #lastOf(connection: Connection): Recent<string, ReviewColumns> {
    const known = this.#last.get(connection)
    if (known !== undefined) return known
    const fresh = new Recent<string, ReviewColumns>(columnsKept)
    this.#last.set(connection, fresh)
    return fresh
  }

  #run<N extends TaskName>(task: N, input: Tasks[N]['input']): Promise<Tasks[N]['result']> {
    const request = { task, input, file: registryFile(this.#session.folder) } as TaskRequest<N>
    return this.#session.threads.run<N>({ request, report: async () => undefined })
  }
}
