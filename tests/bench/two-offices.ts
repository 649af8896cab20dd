import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { openEngine } from '#db/engine.ts'
import type { Fields } from '#db/journal/change.ts'
import { draftWriter } from '#db/plans/carry-out.ts'
import type { Draft } from '#db/plans/plan.ts'
import { Session } from '#db/session.ts'
import { systemClock } from '#db/shared/clock.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { WorkEvent } from '#db/shared/long-work.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import type { Scale } from './bench.ts'

/** A PC of an office: its engine is opened for each piece of work, and its folder can be copied before one. */
export class Office {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  static async make(): Promise<Office> {
    return new Office(await mkdtemp(join(tmpdir(), 'lifeline-bench-')))
  }

  get #parts() {
    const log = (level: string, message: string, details?: unknown) => {
      if (level === 'error') console.error(message, details)
    }
    return { folder: this.folder, clock: systemClock, newId: uuidV7(), access: 'write', log } as const
  }

  /** Works through the contract. */
  async asking<T>(work: (client: Asked) => Promise<T>): Promise<T> {
    const engine = await openEngine(this.#parts)
    try {
      return await work(createRouterClient(engine.router))
    } finally {
      await engine.close()
    }
  }

  /** Works on the journal itself, as procedures do. */
  async writing<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const session = await Session.open(this.#parts)
    try {
      return await work(session)
    } finally {
      await session.close()
    }
  }

  async copied<T>(work: (copy: Office) => Promise<T>): Promise<T> {
    const copy = await Office.make()
    try {
      await cp(this.folder, copy.folder, { recursive: true })
      return await work(copy)
    } finally {
      await copy.discard()
    }
  }

  async discard(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }
}

type Asked = ReturnType<
  typeof createRouterClient<Awaited<ReturnType<typeof openEngine>>['router'], Record<never, never>>
>

export async function resultOf<T>(started: Promise<AsyncIterable<WorkEvent<T>>>): Promise<T> {
  for await (const event of await started) if (event.type === 'done') return event.result
  throw new Error('long work ended without a result')
}

/** How many people a street has, and how many corrections of them it writes: ten for each in the end. */
export const sizes: Readonly<Record<Scale, { readonly people: number; readonly edits: number }>> = {
  small: { people: 1_000, edits: 10_000 },
  full: { people: 10_000, edits: 100_000 },
}

export type TwoOffices = {
  readonly district: Office
  readonly street: Office
  readonly people: readonly string[]
}

const branches = 50

/** A district and its one street with so many people in its branches, the street enrolled and in step. */
export async function withTwoOffices<T>(
  people: number,
  work: (offices: TwoOffices) => Promise<T>,
): Promise<T> {
  const [district, street] = [await Office.make(), await Office.make()]
  try {
    await district.asking(client => client.registry.init({ name: '区团委', tier: 'district', code: 'T0' }))
    const ids = await district.writing(session => fillStreet(session, people))
    const { file } = await street.asking(client => client.packets.enrolRequest({ name: '街道' }))
    const approval = await district.asking(client =>
      resultOf(client.packets.enrolApprove({ file, org: 'T1' })),
    )
    await street.asking(client => resultOf(client.packets.enrolAccept({ file: approval.file })))
    return await work({ district, street, people: ids })
  } finally {
    await Promise.all([district.discard(), street.discard()])
  }
}

/** A community of its own below the district: it and its one branch with so many people. */
export async function foundCommunity(
  district: Office,
  code: string,
  people: number,
): Promise<readonly string[]> {
  return district.writing(async session => {
    const { journal } = session.writing()
    const { result } = await journal.write({ label: { what: 'bench' }, actor: '' }, set => {
      const place = (id: string, parent: string) =>
        set.create('placement', { org: id, parent, since: '2010-01-01', follows: [] })
      const office = set.create('org', {
        ...{ ...org(`社区${code}`, code), tier: 'community', kind: 'work-committee' },
      })
      place(office, session.office())
      const branch = set.create('org', {
        ...org(`${code}支部`, `${code}9`),
        tier: 'community',
        kind: 'branch',
      })
      place(branch, office)
      return Array.from({ length: people }, (_, i) => {
        const person = set.create('person', { name: `李${i}`, id_type: 'resident', birth: '2000-01-01' })
        const home = { person, org: branch, since: '2016-09-01', since_known: 1 }
        set.create('membership', { ...home, follows: [] })
        return person
      })
    })
    return result
  })
}

export async function enrolCommunity(district: Office, community: Office, code: string): Promise<void> {
  const { file } = await community.asking(client => client.packets.enrolRequest({ name: code }))
  const approval = await district.asking(client => resultOf(client.packets.enrolApprove({ file, org: code })))
  await community.asking(client => resultOf(client.packets.enrolAccept({ file: approval.file })))
}

async function fillStreet(session: Session, people: number): Promise<string[]> {
  const { journal } = session.writing()
  const work = { label: { what: 'bench' }, actor: '' }
  const { result } = await journal.write(work, set => {
    const place = (org: string, parent: string) =>
      set.create('placement', { org, parent, since: '2010-01-01', follows: [] })
    const street = set.create('org', { ...org('街道团工委', 'T1'), tier: 'street', kind: 'work-committee' })
    place(street, session.office())
    const homes = Array.from({ length: branches }, (_, i) => {
      const branch = set.create('org', {
        ...org(`第${i}团支部`, `T1${i}`),
        tier: 'community',
        kind: 'branch',
      })
      place(branch, street)
      return branch
    })
    return Array.from({ length: people }, (_, i) => {
      const person = set.create('person', {
        name: `王${i}`,
        id_type: 'resident',
        birth: '2000-01-01',
        phone: '1',
      })
      const home = { person, org: homes[i % branches] ?? street, since: '2016-09-01', since_known: 1 }
      set.create('membership', { ...home, follows: [] })
      return person
    })
  })
  return result
}

/** Registers new people in a street's branches, in one change set. */
export async function addPeople(session: Session, count: number): Promise<void> {
  const { journal, db } = session.writing()
  const homes = db.prepare<[], string>("SELECT id FROM org WHERE kind = 'branch' ORDER BY id").pluck().all()
  await journal.write({ label: { what: 'bench' }, actor: '' }, set => {
    for (let i = 0; i < count; i++) {
      const org = homes[i % homes.length]
      invariant(org, 'a street has branches')
      const person = set.create('person', {
        name: `李${i}`,
        id_type: 'resident',
        birth: '2000-01-01',
        nation: '汉族',
        phone: `138${String(i).padStart(8, '0')}`,
        workplace: `第${i % 900}中学`,
      })
      set.create('membership', { person, org, since: '2016-09-01', since_known: 1, follows: [] })
    }
  })
}

function org(name: string, code: string): Fields {
  return { name, code, branch_type: 'ordinary' }
}

/** The n-th correction: one field of one person, as they come one after the other. */
export function correction(
  people: readonly string[],
  n: number,
): { readonly id: string; readonly fields: Fields } {
  const id = people[(n * 7919) % people.length]
  invariant(id, 'a street has people')
  const fields = [{ phone: `138${n}` }, { workplace: `第${n % 900}中学` }, { member_no: `${n}` }] as const
  return { id, fields: fields[n % fields.length] ?? {} }
}

/** Writes corrections of a street's people, so many in one change set. */
export async function correct(
  session: Session,
  people: readonly string[],
  edits: { readonly from: number; readonly count: number; readonly perSet: number },
): Promise<void> {
  const { journal } = session.writing()
  const { from, count, perSet } = edits
  for (let at = from; at < from + count; at += perSet) {
    const size = Math.min(perSet, from + count - at)
    const drafts = Array.from({ length: size }, (_, i): Draft => {
      const { id, fields } = correction(people, at + i)
      return { act: 'edit', entity: 'person', id, fields }
    })
    await journal.write({ label: { what: 'bench' }, actor: '' }, set =>
      draftWriter(set, uuidV7()).writeAll(drafts),
    )
  }
}
