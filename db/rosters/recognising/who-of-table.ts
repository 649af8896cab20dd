import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from '../field.ts'
import type { Columns } from './headers/header-match.ts'

type Named = { readonly above: readonly SheetRow[]; readonly sheet: string; readonly fileName: string }

/**
 * Who all rows of a table are about, where somebody is named once for all of them: behind 联系团干 above the table, in its
 * title, or in the name of its sheet or file (王小明联系青年登记表).
 */
export function whoOfTable<F extends string>(
  form: RosterForm<F>,
  { above, sheet, fileName }: Named,
): string | undefined {
  if (form.who === undefined) return undefined
  const lines = above.map(({ cells }) =>
    cells.map(cell => shownText(cell).trim()).filter(text => text !== ''),
  )
  const titles = [...lines.flat(), sheet, fileName.replace(/\.[^.]*$/, '')]
  const isOfContacts = titles.some(text => ofContacts.test(text.replace(/\s+/g, '')))
  const labelled = lines.flatMap(texts =>
    texts.flatMap((text, at) => {
      // Whom to ring up about a form is 联系人 as well.
      if (!isOfContacts && /联系人/.test(text)) return []
      return labelledIn(text) ?? (isLabel(text) ? (nameIn(texts[at + 1]) ?? []) : [])
    }),
  )
  const [who, other] = new Set(
    labelled.length > 0 ? labelled : titles.flatMap(text => titledIn(text) ?? []).slice(0, 1),
  )
  return other === undefined ? who : undefined
}

/** 联系青年, 1+100 and 结对: a list of those whom somebody keeps in touch with. */
const ofContacts = /联系.{0,4}(?:青年|群众|服务对象)|1\+100|结对|走访|联系(?:记录|台账|登记)/

const label = '(?:联系|结对|责任|挂点)?团干部?(?:姓名)?|联系(?:干部|人)(?:姓名)?|结对人(?:姓名)?'
const someName =
  '\\p{Script=Han}{2,4}|\\p{Script=Han}[ \u3000]{1,2}\\p{Script=Han}|\\p{Script=Han}{1,6}·\\p{Script=Han}{1,8}'
const labelled = new RegExp(
  `(?:^|[\\s\u3000（(，,；;])(?:${label})\\s*[:：]\\s*(${someName})(?=$|[\\s\u3000，,；;、（()）])`,
  'u',
)
const isOnlyLabel = new RegExp(`^(?:${label})[:：]?$`, 'u')
const wholeName = new RegExp(`^(?:${someName})$`, 'u')

function labelledIn(text: string): string | undefined {
  return tidy(labelled.exec(text)?.[1])
}

function isLabel(text: string): boolean {
  return isOnlyLabel.test(text.replace(/[\s\u3000]+/g, ''))
}

function nameIn(text: string | undefined): string | undefined {
  return text !== undefined && wholeName.test(text) ? tidy(text) : undefined
}

function tidy(name: string | undefined): string | undefined {
  return name?.replace(/[\s\u3000]+/g, '')
}

/** 王小明同志联系青年登记表, 团区委王小明“1+100”名册, 联系青年登记表（王小明）: no name holds a word for an office or a post. */
function titledIn(text: string): string | undefined {
  const bare = text.replace(/[\s\u3000]+/g, '')
  if (!/联系.{0,4}青年|1\+100/.test(bare)) return undefined
  const before = /^(.*?)(?:同志)?["“”']?(?:直接)?(?:联系|1\+100)/u.exec(bare)?.[1] ?? ''
  const own = before
    .replace(/^附[件表]?\d*[:：.、]?/, '')
    .replace(/^\d{4}年?度?/, '')
    .replace(/^.*(?:团委|团工委|总支|支部|委员会|团区委|街道|社区|书记|委员|团干部|团干|干部)/u, '')
  const behind = /[(（—-](?:团干部?[:：]?)?([\p{Script=Han}·]{2,15})[)）]?$/u.exec(bare)?.[1]
  return [before === '' ? undefined : own, behind].find(
    name => name !== undefined && wholeName.test(name) && !isNoName.test(name),
  )
}
const isNoName =
  /[团街区委]|支部|组织|干部|青年|各级|全体|我区|本级|基层|机关|单位|专职|兼职|挂职|开展|关于|年度|季度|名单|名册|登记|样表|模板/u

/** The columns of a table whose people belong to him: who is called 姓名 there is one of them, and not he. */
export function withoutHim<F extends string>({ who }: RosterForm<F>, columns: Columns<F>): Columns<F> {
  if (who?.others === undefined || columns[who.others] !== undefined || columns[who.field] === undefined)
    return columns
  const { [who.field]: named, ...rest } = columns
  const left: Columns<F> = { ...(rest as Columns<F>), [who.others]: named }
  return Object.fromEntries(
    Object.entries(left).filter(([field]) => !who.proofs.some(one => one === field)),
  ) as Columns<F>
}

/** The same, and who is meant where no column says it. */
export function ofHim<F extends string>(form: RosterForm<F>, columns: Columns<F>, name: string): Columns<F> {
  const { who } = form
  if (who === undefined) return columns
  const own = withoutHim(form, columns)
  if ([who.field, ...who.proofs].some(field => own[field] !== undefined)) return own
  const header = form.fields.find(({ field }) => field === who.field)?.header ?? who.field
  return { ...own, [who.field]: { index: -1, header, says: name } }
}
