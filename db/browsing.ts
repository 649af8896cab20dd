import { type BrowseQuestions, Browser, type BrowseTopic } from '#db/registry/looking/browser.ts'
import { type Clock, today } from '#db/shared/clock.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import { oneAtATime } from '#db/shared/one-at-a-time.ts'
import { type Connection, prepareOnce, registryFile } from '#db/sqlite/connection.ts'
import { KeptAnswers } from '#db/sqlite/kept.ts'
import { BrowsingThread } from '#db/worker/browsing-thread.ts'

/** With more memberships or organizations than this, a picture of them takes longer to make than a screen may wait. */
const large = 10_000

/** What the thread answered last, as long as nothing was written: opening a node again crosses no thread. */
type KeptByTopic = { readonly [T in BrowseTopic]: KeptAnswers<BrowseQuestions[T]['answer']> }

function keptAnswers(connection: Connection): KeptByTopic {
  const few = <T extends BrowseTopic>() =>
    new KeptAnswers<BrowseQuestions[T]['answer']>(() => connection, mostAnswers)
  return {
    node: few<'node'>(),
    children: few<'children'>(),
    way: few<'way'>(),
    places: few<'places'>(),
    stats: few<'stats'>(),
    people: few<'people'>(),
    cadres: few<'cadres'>(),
    due: few<'due'>(),
    doubles: few<'doubles'>(),
    units: few<'units'>(),
    ages: few<'ages'>(),
    year: few<'year'>(),
    changes: few<'changes'>(),
    coverage: few<'coverage'>(),
    warm: few<'warm'>(),
  }
}

/** Of each kind of question. */
const mostAnswers = 12

type Options = {
  readonly folder: string
  readonly clock: Clock
  readonly log: (level: 'error', message: string, details?: unknown) => void
}

/** Where screens are answered from: the thread that answers everything while a registry is small, else one of its own. */
export class Browsing {
  readonly #options: Options
  readonly #thread = new BrowsingThread()
  readonly #ahead: ((asOf: IsoDay) => void)[] = []
  readonly #forget: (() => void)[] = []
  readonly #reading = new Set<Promise<unknown>>()
  #needsRoom = false
  /** Whether anything was read ahead or asked of the thread: somebody looks at this registry. */
  #isLookedAt = false
  /** SQLite's count of what others wrote, at the last reading ahead. */
  #version: number | undefined
  #here:
    | { readonly connection: Connection; readonly browser: Browser; readonly answers: KeptByTopic }
    | undefined

  constructor(options: Options) {
    this.#options = options
    // One after the other: what is asked meanwhile comes before the people, who take longest.
    this.alsoAhead(async asOf => {
      for (const what of ['tree', 'people', 'names'] as const)
        await this.#thread.ask(this.#file(), 'warm', { what, asOf })
    })
  }

  /** What else is read ahead of a large registry, beside the picture of it; `forget` gives its memory back. */
  alsoAhead(read: (asOf: IsoDay) => Promise<unknown>, forget: () => void = () => undefined): void {
    this.#forget.push(forget)
    this.#ahead.push(
      oneAtATime(
        async (asOf: IsoDay) => {
          // Closed meanwhile: no thread is begun for a registry that nobody looks at.
          if (this.#here === undefined || this.#needsRoom) return
          const reading = read(asOf)
          this.#reading.add(reading)
          await reading.finally(() => this.#reading.delete(reading))
        },
        error => {
          if (!(error instanceof Cancelled))
            this.#options.log('error', 'the registry could not be read ahead', error)
        },
      ),
    )
  }

  /** From now on the registry that this connection reads is looked at. */
  open(connection: Connection): void {
    this.#here = { connection, browser: new Browser(connection), answers: keptAnswers(connection) }
  }

  /** Looks something up in the picture of the registry: at once where it is small, else in a thread of its own. */
  async ask<T extends BrowseTopic>(
    topic: T,
    input: BrowseQuestions[T]['input'],
  ): Promise<BrowseQuestions[T]['answer']> {
    // Put away while somebody was looking, as before a backup is restored: nobody waits for the answer any more.
    if (this.#here === undefined) throw new Cancelled()
    const { connection, browser, answers } = this.#here
    if (!isLarge(connection)) return browser.ask(topic, input)
    this.#isLookedAt = true
    const kept: KeptByTopic[T] = answers[topic]
    return kept.ask(JSON.stringify(input), () => this.#thread.ask(this.#file(), topic, input))
  }

  /**
   * Has what a large registry is looked at by made before it is asked for; `again` where somebody looks already and
   * something was written.
   */
  readAhead(when: 'now' | 'again'): void {
    if (this.#here === undefined || !isLarge(this.#here.connection)) return
    const version = Number(this.#here.connection.pragma('data_version', { simple: true }))
    if (when === 'again' && (!this.#isLookedAt || version === this.#version)) return
    this.#isLookedAt = true
    this.#version = version
    const asOf = today(this.#options.clock)
    for (const read of this.#ahead) read(asOf)
  }

  /**
   * Does work that needs the memory of what was read ahead. What it writes is read ahead by `readAhead('again')`; after work
   * that wrote nothing, a rehearsal say, whoever asks next waits once.
   */
  async withRoom<T>(work: () => Promise<T>): Promise<T> {
    const { connection } = this.#here ?? {}
    if (connection === undefined || !isLarge(connection)) return work()
    this.#needsRoom = true
    try {
      await Promise.allSettled(this.#reading)
      for (const forget of this.#forget) forget()
      await this.#thread.rest()
      return await work()
    } finally {
      this.#needsRoom = false
    }
  }

  /** Forgets the registry; its connection is closed by whoever opened it. */
  async close(): Promise<void> {
    this.#here = undefined
    this.#isLookedAt = false
    await this.#thread.close()
  }

  #file(): string {
    return registryFile(this.#options.folder)
  }
}

function isLarge(connection: Connection): boolean {
  const most = prepareOnce<[], number>(
    connection,
    'SELECT max(coalesce((SELECT max(no) FROM membership), 0), coalesce((SELECT max(no) FROM org), 0))',
  )
  return (most.pluck().get() ?? 0) > large
}
