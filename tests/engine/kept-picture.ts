import { expect } from 'vitest'
import type { OrgNode, UncountedOrg } from '#contract/looking.ts'
import { Browser, type PeopleWindow } from '#db/registry/looking/browser.ts'
import { readTreeBegin } from '#db/registry/looking/outline/uncounted.ts'
import { type IsoDay, isDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { type Connection, openReadOnly, registryFile } from '#db/sqlite/connection.ts'

/** Days that stay the same all through the year, so that what is kept of them is brought up to date again and again. */
const [midsummer, newYearsEve] = ['2018-06-30', '2018-12-31'].filter(isDay)
const anyone = { text: '', status: undefined, report: undefined, agedBy: undefined, agedAfter: undefined }
const sorts = ['name', 'birth', 'joined', 'sex', 'org', 'status', 'report'] as const

/** So many organizations are looked at each time, others the next: those above them count what lies below every one. */
const atOnce = 40

/** A picture of a registry that is kept while others write, held against one that is read from nothing. */
export function keptPicture({ folder }: { readonly folder: string }) {
  const connection = openReadOnly(registryFile(folder))
  const kept = new Browser(connection)
  let compared = 0
  const inTurn = (orgs: readonly string[]) => {
    const from = (compared * atOnce) % orgs.length
    return [...new Set([...orgs.slice(0, 1), ...orgs.slice(from, from + atOnce)])]
  }
  return {
    compare: (today: IsoDay) => {
      invariant(midsummer && newYearsEve, 'both are days')
      const orgs = inTurn(connection.prepare<[], string>('SELECT id FROM org ORDER BY no').pluck().all())
      const structured = { asOf: midsummer, structure: newYearsEve }
      // As many as are kept at once.
      const asked = [
        { asOf: newYearsEve },
        ++compared % 10 === 0 ? structured : { asOf: midsummer },
        { asOf: today },
      ]
      for (const on of asked) {
        expect(answersOf(kept, orgs, on)).toEqual(answersOf(new Browser(connection), orgs, on))
        expect(beginningsOf(connection, orgs, on)).toEqual(countedBeginningsOf(kept, orgs, on))
      }
    },
    close: () => {
      connection.close()
    },
  }
}

type On = { readonly asOf: IsoDay; readonly structure?: IsoDay }

/** What the tree begins with before anything is counted, at each organization, and cut off after three. */
function beginningsOf(connection: Connection, orgs: readonly string[], { asOf: day }: On) {
  return orgs.map(root => {
    const { children } = readTreeBegin(connection, { root, day, limit: 1000 })
    const cut = readTreeBegin(connection, { root, day, limit: 3 })
    return { root, children, cut }
  })
}

/** The same, from the picture in which everything is counted. */
function countedBeginningsOf(browser: Browser, orgs: readonly string[], { asOf }: On) {
  const uncounted = ({ branches: _, members: __, ...org }: OrgNode): UncountedOrg => org
  return orgs.map(root => {
    const children = browser.ask('children', { root, asOf }).map(uncounted)
    const top = uncounted(browser.ask('node', { root, asOf }))
    return { root, children, cut: { top, children: children.slice(0, 3) } }
  })
}

/** What the window shows of every organization, and everybody in every order. */
function answersOf(browser: Browser, orgs: readonly string[], on: On) {
  const window: Omit<PeopleWindow, 'sort'> = { down: false, offset: 0, limit: 1000 }
  const [top = ''] = orgs
  return {
    orgs: orgs.map(root => ({
      stats: browser.ask('stats', { root, ...on }),
      children: browser.ask('children', { root, ...on }),
      ages: browser.ask('ages', { root, ...on }),
      units: browser.ask('units', { root, ...on }).own,
    })),
    people: sorts.map(sort => browser.ask('people', { root: top, ...on, ...anyone, ...window, sort })),
    downwards: browser.ask('people', { root: top, ...on, ...anyone, ...window, sort: 'birth', down: true }),
    named: browser.ask('people', { root: top, ...on, ...anyone, ...window, text: '晓', sort: 'joined' }),
    cadres: browser.ask('cadres', { root: top, ...on, text: '', ...window, sort: 'org' }),
    due: browser.ask('due', { root: top, ...on }),
    year: browser.ask('year', on),
    coverage: browser.ask('coverage', { root: top, ...on }),
  }
}
