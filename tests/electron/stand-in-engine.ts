import { implement, ORPCError } from '@orpc/server'
import { contract } from '#contract/index.ts'
import type { EngineOptions } from '#db/engine.ts'
import { longWork, type Report } from '#db/shared/long-work.ts'
import type { OpenEngine } from '#electron/hosts/open-engine.ts'
import { standInAnnual } from './stand-in-annual.ts'
import { standInAttachments } from './stand-in-attachments.ts'
import { browsing, glancing } from './stand-in-browse.ts'
import { standInCases, standInFaults, standInRulings } from './stand-in-cases.ts'
import { standInExchange } from './stand-in-exchange.ts'
import {
  standInActivity,
  standInBurden,
  standInForms,
  standInStatistics,
  standInSummaries,
} from './stand-in-forms.ts'
import { standInOrgs } from './stand-in-orgs.ts'
import { standInRecords } from './stand-in-records.ts'
import { standInReports } from './stand-in-reports.ts'
import { standInDuties, standInFees, standInSheet, standInTrash } from './stand-in-sheet.ts'
import { standInHonours, standInTasks } from './stand-in-tasks.ts'
import { standInTransfers } from './stand-in-transfers.ts'

/** What was asked of the stand-in, in order. */
export type Asked = { readonly path: string; readonly input: Record<string, unknown> }

export const packet = {
  status: 'applied' as const,
  from: { org: '440309002007', name: '白石龙社区', replica: 'r-7' },
  number: 7,
  added: 2,
  changed: 1,
  removed: 0,
  conflicts: 0,
  returned: [
    { entity: 'person', id: 'p-1', code: 'not-yours', message: { zh: '不归你管', en: 'not yours' } },
  ],
  reasons: [{ n: 1, message: { zh: '不归你管', en: 'not yours' } }],
  alsoApplied: [8],
  warnings: [{ zh: '有一处注意', en: 'one note' }],
  sentences: [{ zh: '张伟：新增', en: 'Zhang Wei: added' }],
  notes: [],
  parts: [],
  changeSet: 12,
  code: '',
  message: { zh: '已并入第 7 号', en: 'Took in no. 7' },
}

export const finding = {
  org: '440309002007',
  orgName: '白石龙社区团支部',
  rule: 'W06',
  severity: 'red' as const,
  since: '2018-06-01',
  measured: 213,
  threshold: 0,
  unit: 'days',
  why: { zh: '逾期 213 天没有换届', en: 'the election is 213 days overdue' },
  clears: { zh: '完成换届', en: 'hold the election' },
  worsens: null,
  evidence: [{ entity: 'term', id: 't-1', text: { zh: '任期到 2018-05-31', en: 'term until 2018-05-31' } }],
}

const key = { replica: 'r-1', name: '白石龙社区', fingerprint: '12345 67890' }
const day = '2018-12-31'
const clock = { today: day, lastWork: null, isBehind: false, isAhead: false }
const org = {
  id: 'o-1',
  code: '440309',
  name: '共青团深圳市龙华区委员会',
  tier: 'district' as const,
  kind: 'leading' as const,
}

function refused(code: string, zh: string, en: string, details: Record<string, unknown> = {}): never {
  throw new ORPCError('REFUSED', { status: 422, data: { code, text: { zh, en }, details } })
}

/** Handlers that a test replaces, by the name of what happens. */
export type Twists = {
  readonly stats?: (signal: AbortSignal | undefined) => Promise<unknown>
  readonly verify?: (report: Report) => Promise<unknown>
  readonly packet?: Partial<Record<keyof typeof packet, unknown>>
  readonly blockedBy?: readonly { changeSet: number; sentence: { zh: string; en: string } }[]
  readonly packetFile?: () => File
  readonly whileFileIsMade?: () => Promise<void>
}

/** An engine that knows nothing and answers everything, over the real contract, so that its validation is real. */
export function standInEngine(twists: Twists = {}) {
  const asked: Asked[] = []
  const opened: EngineOptions[] = []
  let closed = 0
  const os = implement(contract)
  const note = (path: readonly string[], input: unknown) => {
    asked.push({ path: path.join('.'), input: { ...(input as Record<string, unknown>) } })
  }
  const long = <T>(result: (input: never) => T | Promise<T>) =>
    async function* (options: { input: unknown; path: readonly string[]; signal?: AbortSignal | undefined }) {
      note(options.path, options.input)
      yield* longWork(async report => {
        await report({ zh: '处理', en: 'working' }, 1, 2)
        return result(options.input as never)
      }, options.signal)
    }
  const undone = {
    undone: twists.blockedBy === undefined,
    changeSet: twists.blockedBy === undefined ? 13 : null,
    blockedBy: [...(twists.blockedBy ?? [])],
    kept: [],
  }
  const packetResult = { ...packet, ...(twists.packet as typeof packet) }
  const router = os.router({
    records: standInRecords(note),
    transfers: standInTransfers(note),
    cases: standInCases(note),
    rulings: standInRulings(note),
    faults: standInFaults(note),
    annual: standInAnnual(note),
    attachments: standInAttachments(note),
    exchange: standInExchange(note),
    reports: standInReports(note),
    activity: standInActivity(note),
    statistics: standInStatistics(note),
    tasks: standInTasks(note),
    forms: standInForms(note),
    burden: standInBurden(note),
    honours: standInHonours(note),
    summaries: standInSummaries(note),
    orgs: standInOrgs(note),
    sheet: standInSheet(note),
    fees: standInFees(note),
    duties: standInDuties(note),
    trash: standInTrash(note),
    registry: {
      init: os.registry.init.handler(({ input, path }) => {
        note(path, input)
        return { replica: 'r-1', fingerprint: '12345 67890', org: { ...org, name: input.name }, warnings: [] }
      }),
      stats: os.registry.stats.handler(async ({ input, path, signal }) => {
        note(path, input)
        await twists.stats?.(signal)
        if (input.org === '没有')
          refused('org-unknown', '没有叫“没有”的组织。', 'No organization is called 没有.', { org: '没有' })
        return {
          asOf: input.asOf ?? day,
          org,
          orgs: 3,
          branches: 1,
          members: 30,
          cadres: 2,
          byTier: { district: 1, street: 2 },
          byKind: { leading: 1 },
          isKnown: true,
        }
      }),
      find: os.registry.find.handler(({ input, path }) => {
        note(path, input)
        return {
          orgs: [
            {
              id: 'o-2',
              code: '440309002',
              name: '民治街道',
              path: ['龙华区', '民治街道'],
              formerly: null,
              successor: null,
            },
          ],
          people: [
            {
              id: 'p-1',
              name: '张伟',
              org: '白石龙社区',
              idMasked: '4403**********1234',
              post: { title: '书记', org: 'o-2', orgName: '白石龙社区' },
              isHere: true,
              isReturned: false,
            },
            {
              ...{ id: 'p-2', name: '欧阳小兰', org: null, idMasked: null, post: null, isHere: true },
              isReturned: true,
            },
          ],
          first: 'orgs',
          ms: 0.2,
        }
      }),
      readings: os.registry.readings.handler(({ input }) =>
        input.texts.map(() => ({ pinyin: '', initials: '' })),
      ),
      disclose: os.registry.disclose.handler(() => ({ value: '13800138000' })),
      disclosures: os.registry.disclosures.handler(() => []),
      orgShow: os.registry.orgShow.handler(({ input, path }) => {
        note(path, input)
        return {
          ...org,
          shortName: '龙华团区委',
          branchType: 'ordinary',
          industry: null,
          parent: null,
          path: [org.name],
          founded: null,
          closed: null,
          successor: null,
          phone: null,
          branches: 1,
          members: 30,
          cadres: 2,
        }
      }),
      history: os.registry.history.handler(({ input, path }) => {
        note(path, input)
        const sentence = { zh: '建立台账', en: 'Created the registry' }
        return [
          {
            changeSet: 1,
            at: '2018-12-31T09:00:00Z',
            actor: '李红',
            sentence,
            changes: 3,
            canUndo: false,
            isUndone: false,
          },
        ]
      }),
      undoLook: os.registry.undoLook.handler(({ input, path }) => {
        note(path, input)
        return { blockedBy: [], kept: [], notes: [] }
      }),
      undo: os.registry.undo.handler(long(() => undone)),
    },
    lists: { write: os.lists.write.handler(({ input }) => ({ file: new File([], input.name), rows: 0 })) },
    rosters: {
      reorganize: os.rosters.reorganize.handler(
        long(() => ({
          file: '调整.csv',
          as: 'reorganization' as const,
          sheet: 'CSV',
          headerRow: 1,
          day,
          columns: { matched: {}, ignored: [] },
          read: 1,
          created: 0,
          updated: 1,
          unchanged: 0,
          rejected: 0,
          problems: [],
          sentences: [],
          warnings: [],
          headcounts: [{ id: 'o-2', name: '民治', before: 10, after: 10 }],
          changeSet: 12,
        })),
      ),
      kinds: os.rosters.kinds.handler(() => []),
      pasteRows: os.rosters.pasteRows.handler(() => {
        throw new Error('nobody pastes here')
      }),
      recognise: os.rosters.recognise.handler(
        long(() => ({
          as: 'members' as const,
          isLedger: false,
          sure: true,
          why: { zh: '表头像团员名册', en: 'its headers are those of members' },
          sheets: [{ name: 'Sheet1', hidden: false, rows: 30, headerRow: 1 }],
          sheet: 'Sheet1',
          together: ['Sheet1'],
          place: { from: 'column' as const },
          headerRow: 1,
          day: null,
          columns: [
            { name: '姓名', header: '姓名', samples: ['张伟'], field: 'name', by: 'header' as const },
            { name: '备注', header: '备注', samples: [], field: null, by: null },
          ],
          fields: [{ field: 'name', label: { zh: '姓名', en: 'Name' }, needed: true }],
          needs: [['name']],
          missing: [],
        })),
      ),
      importFile: os.rosters.importFile.handler(
        long(
          async (input: {
            file: File
            as: 'members'
            on?: string
            wantRefused: boolean
            dryRun: boolean
          }) => {
            const text = await input.file.text()
            const rows = text.split('\n').length - 1
            const problem = {
              row: 3,
              column: '证件号',
              value: '440',
              code: 'id-checksum',
              message: { zh: '校验码不对', en: 'wrong checksum' },
              says: { zh: '校验码不对', en: 'wrong checksum' },
              repair: null,
              refused: true,
            }
            return {
              file: input.file.name,
              as: input.as,
              sheet: 'Sheet1',
              headerRow: 1,
              day: input.on ?? day,
              columns: { matched: { 姓名: 'name' }, ignored: ['备注'] },
              read: rows,
              created: rows - 25,
              updated: 0,
              unchanged: 0,
              rejected: 25,
              noted: 0,
              problems: Array.from({ length: 25 }, () => problem),
              problemsLeftOut: 0,
              groups: [
                {
                  code: 'org-unknown',
                  refused: true,
                  column: '所在团支部',
                  count: 24,
                  who: [],
                  says: { zh: '没有这个组织。', en: 'no such organization.' },
                  example: null,
                  values: ['一', '二', '三', '四', '五', '六'].map((name, i) => ({
                    value: `第${name}支部`,
                    count: 7 - i,
                    repair: null,
                  })),
                  different: 8,
                  differentIsAll: true,
                  isByWho: false,
                },
                {
                  code: 'id-twice',
                  refused: true,
                  column: '证件号',
                  count: 2,
                  who: ['张伟'],
                  says: { zh: '与第 2 行相同。', en: 'the same as row 2.' },
                  example: { row: 3, sheet: null },
                  values: [{ value: '440', count: 2, repair: null }],
                  different: 1,
                  differentIsAll: true,
                  isByWho: true,
                },
              ],
              tables: [],
              unread: [],
              question: null,
              hidden: null,
              lacksYear: 0,
              labels: {},
              shown: [],
              changed: [],
              changedLeftOut: 0,
              changeSet: input.dryRun ? null : 2,
              refused: input.wantRefused ? new File(['refused rows'], 'refused.xlsx') : null,
            }
          },
        ),
      ),
      exportRoster: os.rosters.exportRoster.handler(
        long((input: { name: string }) => ({ file: new File(['姓名\n张伟\n'], input.name), rows: 1 })),
      ),
      template: os.rosters.template.handler(({ input, path }) => {
        note(path, input)
        return { file: new File(['empty'], `${input.as}.xlsx`) }
      }),
    },
    looking: browsing(os),
    glance: glancing(os),
    rulePacks: {
      inForce: os.rulePacks.inForce.handler(() => ({
        asOf: day,
        id: 'pack',
        name: { zh: '规则', en: 'rules' },
        year: 2018,
        version: 1,
        since: day,
        issuer: null,
        off: [],
        unknown: [],
        rules: [],
        failing: [],
        tests: 0,
        cases: [],
        mayPublish: true,
        thresholds: [],
      })),
      list: os.rulePacks.list.handler(() => ({ asOf: day, rows: [] })),
      save: os.rulePacks.save.handler(({ input }) => ({ file: new File(['{}'], input.name) })),
      revise: os.rulePacks.revise.handler(({ input }) => ({
        file: new File(['{}'], input.name),
        tests: 0,
        failing: [],
      })),
      rehearse: os.rulePacks.rehearse.handler(() => ({
        asOf: day,
        branches: 0,
        now: { flagged: 0, suggested: 0 },
        next: { flagged: 0, suggested: 0 },
        newlyFlagged: [],
        cleared: [],
        newlySuggested: [],
        released: [],
        rules: [],
        unknown: [],
        failing: [],
        tests: 0,
      })),
      publish: os.rulePacks.publish.handler(() => ({ id: 'p-1', changeSet: 7, sentences: [], warnings: [] })),
    },
    lifeline: {
      elections: os.lifeline.elections.handler(() => ({
        asOf: day,
        soon: '2019-06-30',
        until: '2020-12-31',
        overdue: 0,
        dueSoon: 0,
        byMonth: [],
        rows: [],
      })),
      electionLetters: os.lifeline.electionLetters.handler(({ input }) => ({
        file: new File(['letters'], input.name),
        letters: 2,
      })),
      overview: os.lifeline.overview.handler(() => ({
        asOf: day,
        branches: 0,
        exempt: 0,
        flagged: 0,
        suggested: 0,
        severities: { red: 0, orange: 0, yellow: 0, info: 0 },
        units: [],
        unjudged: [],
      })),
      findings: os.lifeline.findings.handler(() => ({ asOf: day, total: 0, rows: [] })),
      scan: os.lifeline.scan.handler(({ input, path }) => {
        note(path, input)
        const other = { ...finding, rule: 'W01', severity: 'orange' as const, since: null }
        return {
          asOf: input.asOf ?? day,
          pack: 'longhua-2018',
          branches: 1,
          exempt: 0,
          flagged: 1,
          ms: 1,
          findings: [finding, other],
          suggested: [finding.org],
          unjudged: [],
          stale: [],
          unknown: [],
          earlier: null,
        }
      }),
      sinceEarlier: os.lifeline.sinceEarlier.handler(() => null),
    },
    packets: {
      enrolRequest: os.packets.enrolRequest.handler(async ({ input, path }) => {
        note(path, input)
        await twists.whileFileIsMade?.()
        return { ...key, name: input.name, file: new File(['request'], 'request.llr') }
      }),
      enrolLeave: os.packets.enrolLeave.handler(({ path }) => {
        note(path, {})
        return { left: true }
      }),
      enrolInspect: os.packets.enrolInspect.handler(async ({ input, path }) => {
        note(path, { text: await input.file.text() })
        return { ...key, kind: 'request' as const, known: null }
      }),
      enrolApprove: os.packets.enrolApprove.handler(
        long(() => ({ ...key, org: '440309002007', changes: 3, file: new File(['approval'], 'approval') })),
      ),
      enrolAccept: os.packets.enrolAccept.handler(
        long(() => ({
          ...key,
          org: 'o',
          orgName: '白石龙社区',
          parent: '民治街道',
          changes: 3,
          warnings: [],
        })),
      ),
      enrolRevoke: os.packets.enrolRevoke.handler(({ input, path }) => {
        note(path, input)
        return { replica: input.replica, name: key.name, received: 6, changeSet: 4, certified: [] }
      }),
      certifiedBy: os.packets.certifiedBy.handler(() => []),
      handed: os.packets.handed.handler(({ input, path }) => {
        note(path, input)
        return { known: true }
      }),
      exportPacket: os.packets.exportPacket.handler(
        long(() => ({
          file: twists.packetFile?.() ?? new File(['sealed'], '龙华_民治_000007_20181231.llb'),
          sha256: 'f'.repeat(64),
          replica: 'k4mwq2xa',
          number: 7,
          changes: 3,
          people: 2,
          organizations: 1,
          files: 0,
          filesLeft: 0,
          bytes: 6,
          warnings: [],
        })),
      ),
      inspectPacket: os.packets.inspectPacket.handler(
        long(() => ({ ...packetResult, status: statusOf('preview') })),
      ),
      applyPacket: os.packets.applyPacket.handler(
        long((input: { confirm: boolean }) => ({
          ...packetResult,
          status: statusOf(input.confirm ? 'applied' : 'preview'),
        })),
      ),
      undoPacket: os.packets.undoPacket.handler(({ input, path }) => {
        note(path, input)
        return { ...undone, sentences: [{ zh: '退回 2 处变更', en: 'Gives 2 changes back' }] }
      }),
      aside: os.packets.aside.handler(({ path }) => {
        note(path, {})
        const sentence = { zh: '无法证实', en: 'nobody proves it' }
        const about = { from: '白石龙', author: '白石龙', changes: 2, mine: false, revokes: null, sentence }
        const packets = [{ from: '白石龙', number: 7 }]
        const open = { ...about, id: '3-k4mwq2xa', number: 7, at: day, packets, canTake: true, putAway: null }
        return [open, { ...open, id: 'away-1', putAway: { at: day, by: '王小明', reason: '没有填报过' } }]
      }),
      putAsideAway: os.packets.putAsideAway.handler(({ input, path }) => {
        note(path, input)
        return { changes: 2 }
      }),
      takeAside: os.packets.takeAside.handler(long(() => ({ ...packetResult, status: statusOf('applied') }))),
      held: os.packets.held.handler(({ path }) => {
        note(path, {})
        const sentence = { zh: '还没有决定', en: 'nobody has decided' }
        return [{ replica: 'k4mwq2xa', office: '白石龙', changes: 2, about: [], canDecide: true, sentence }]
      }),
      decideHeld: os.packets.decideHeld.handler(({ input, path }) => {
        note(path, input)
        return { changeSet: 4, changes: 2 }
      }),
      peers: os.packets.peers.handler(({ path }) => {
        note(path, {})
        const numbers = { sent: 7, acknowledged: 6, received: 120, returned: 0 }
        return [
          {
            ...key,
            ...numbers,
            org: 'o-2',
            direction: 'down',
            silentSince: day,
            warnings: [],
            canPutAway: false,
          },
          {
            ...key,
            ...numbers,
            org: 'o-3',
            name: 'Longhua',
            direction: 'up',
            silentSince: null,
            warnings: [],
            canPutAway: false,
          },
        ]
      }),
      pending: os.packets.pending.handler(() => []),
      log: os.packets.log.handler(({ input, path }) => {
        note(path, input)
        const packet = {
          peer: 'r',
          name: '民治',
          peerDirection: 'up' as const,
          number: 7,
          at: day,
          changes: 2,
        }
        return [
          {
            ...packet,
            ...{ direction: 'sent', state: 'sent', returned: 0, missing: null },
            ...{ awaits: null, file: null, sha256: null },
          },
        ]
      }),
      givenBack: os.packets.givenBack.handler(({ input, path }) => {
        note(path, input)
        const reason = { zh: '手机号码有误', en: 'wrong telephone number' }
        const by = { office: '民治街道', actor: '李红', mine: true, corrected: false, settled: false }
        return [
          {
            ...by,
            id: 'r-1',
            at: day,
            reason,
            changes: 2,
            about: [{ kind: 'person', id: 'p-1', name: '张伟' }],
          },
        ]
      }),
      digits: os.packets.digits.handler(() => ({ own: key.fingerprint, root: key.fingerprint })),
      disputes: os.packets.disputes.handler(() => ({ total: 0, rows: [] })),
      conflicts: os.packets.conflicts.handler(({ path }) => {
        note(path, {})
        const head = { version: '41.w', value: '张伟', actor: '李红', at: day, org: '民治街道' }
        const rows = [
          {
            id: 'c-1',
            entity: 'person',
            record: 'p-1',
            register: 'name',
            heads: [head],
            more: 0,
            holds: '41.w',
          },
        ]
        return { total: rows.length, rows }
      }),
      resolveConflict: os.packets.resolveConflict.handler(({ input, path }) => {
        note(path, input)
        return { changeSet: input.dryRun ? null : 5 }
      }),
    },
    system: {
      status: os.system.status.handler(() => ({
        state: 'empty',
        replica: null,
        org: null,
        version: '0',
        folder: '/nowhere',
        isSample: false,
        clock,
        askedAs: null,
        lastBackup: null,
      })),
      trustClock: os.system.trustClock.handler(() => ({ clock })),
      workers: os.system.workers.handler(() => ['李红']),
      trySample: os.system.trySample.handler(long(() => ({ org: org.name, orgs: 954, members: 8368 }))),
      leaveSample: os.system.leaveSample.handler(() => ({ changeSets: 5 })),
      verify: os.system.verify.handler(async function* ({ path, signal }) {
        note(path, {})
        const sound = {
          ok: true,
          checks: [{ name: 'integrity', ok: true, detail: { zh: '完好', en: 'sound' } }],
        }
        yield* longWork(async report => ((await twists.verify?.(report)) ?? sound) as typeof sound, signal)
      }),
      backup: os.system.backup.handler(
        long(() => ({ file: new File(['copy'], 'backup-20181231.db'), sha256: 'ab', rows: 9 })),
      ),
      restore: os.system.restore.handler(
        long(() => ({ sha256: 'ab', rows: 9, warnings: [], holds: { org: null, last: null, missing: 0 } })),
      ),
    },
  })
  const openEngine: OpenEngine = async options => {
    opened.push(options)
    return {
      router,
      close: async () => {
        closed++
      },
    }
  }
  const statusOf = (usual: typeof packet.status | 'preview') =>
    (twists.packet?.status as typeof packet.status | undefined) ?? usual
  return { openEngine, router, asked, opened, closed: () => closed }
}

export type StandIn = ReturnType<typeof standInEngine>
