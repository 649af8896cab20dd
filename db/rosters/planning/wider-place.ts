import { simplified } from '#db/shared/simplified.ts'
import { shownText } from '#db/sheets/cell.ts'
import type { TakenRow } from '../parsed-row.ts'
import type { Roster } from '../read-roster.ts'
import { headerKey } from '../recognising/headers/header-key.ts'
import type { Row } from '../roster-kind.ts'
import type { FindOrg, Lookup } from './orgs/org-index.ts'

/** What the other columns of a row say of where its organization lies, the nearest first. */
export type WiderPlace = (row: Pick<TakenRow<unknown>, 'table' | 'cells'>) => readonly string[]

const widerHeader =
  /^(?:所属|所在|归属)?(?:街道|社区|村|镇|工作站|园区|学校|学院|院系|企业|单位|系统|上级团?组织|团工委|团委|团总支|街道团工委|社区团总支)(?:名称)?$/

/** 社区 beside 团支部: where 第1团支部 alone can mean many, 润城社区 before it says which. */
export function widerPlaceOf({ tables, columns }: Pick<Roster<Row>, 'tables' | 'columns'>): WiderPlace {
  const indexes = tables.map(({ headers }) =>
    headers
      .flatMap((header, index) =>
        widerHeader.test(headerKey(header)) && columns.matched[header.trim()] === undefined ? [index] : [],
      )
      .toReversed(),
  )
  return ({ table, cells }) =>
    (indexes[table] ?? []).flatMap(index => {
      const text = shownText(cells[index]).trim()
      return text === '' ? [] : [text]
    })
}

const codeHeader = /^(?:所[在属])?(?:团?组织|团?支部|机构)(?:id|编[号码]|代[码号])$/
const parentCodeHeader = /^(?:直[接属])?上级(?:团?组织)?(?:id|编[号码]|代[码号])$/

/** What a column of codes beside the one that names the organization says of each row. */
export type CodeBeside = (
  row: Pick<TakenRow<unknown>, 'table' | 'cells'>,
) => { readonly header: string; readonly code: string } | undefined

type Tables = Pick<Roster<Row>, 'tables' | 'columns'>

/** 组织ID beside 团支部: it may contradict what is read. */
export function codeBesideOf(roster: Tables): CodeBeside {
  return besideOf(roster, codeHeader)
}

/** 上级组织ID beside 上级组织. */
export function parentCodeBesideOf(roster: Tables): CodeBeside {
  return besideOf(roster, parentCodeHeader)
}

function besideOf({ tables, columns }: Tables, called: RegExp): CodeBeside {
  const indexes = tables.map(({ headers }) =>
    headers.findIndex(
      header => called.test(headerKey(header)) && columns.matched[header.trim()] === undefined,
    ),
  )
  return ({ table, cells }) => {
    const index = indexes[table] ?? -1
    const code = index < 0 ? '' : shownText(cells[index]).trim()
    return code === '' ? undefined : { header: tables[table]?.headers[index]?.trim() ?? '', code }
  }
}

/**
 * The organization that a text names; where none or several are called so, the one that is called so within what the
 * other columns name, or in simplified characters.
 */
export function findWithin(find: FindOrg, text: string, wider: readonly string[]): Lookup {
  const found = find(text)
  if (found.kind === 'found') return found
  for (const within of wider) {
    const narrowed = find(within + text)
    if (narrowed.kind === 'found') return { ...narrowed, meant: true }
  }
  const plain = simplified(text)
  if (plain !== text) {
    const named = find(plain)
    if (named.kind === 'found') return { ...named, meant: true }
  }
  return found
}
