import type { FigureName } from './known.ts'

/** What the rest of a label asks of a type of work, behind its name or in brackets: 场次, 参加人次, 时长, or one of its own numbers. */
const measures: readonly (readonly [measure: string, said: RegExp])[] = [
  [
    'people',
    /^(活动)?(参加|参与|受众|覆盖|服务|培训|惠及|受益)?(青年|青少年|群众|团员|志愿者|义工|职工|学生)?(人次|人数|人|名|数)?$/u,
  ],
  ['hours', /^(服务)?(时长|小时|小时数|学时|工时)$/u],
  ['money', /^(投入|募集|捐赠|使用)?(金额|经费|善款|资金|款项)$/u],
  ['sessions', /^(活动|开展|举办)?(场|场次|场数|次|次数|期|期数|情况|数|数量|个数)?$/u],
]
const unitOf: Readonly<Record<string, string>> = {
  ...{
    人: 'people',
    名: 'people',
    人次: 'people',
    场: 'sessions',
    次: 'sessions',
    场次: 'sessions',
    期: 'sessions',
  },
  ...{ 小时: 'hours', 元: 'money', 万元: 'money' },
}

/**
 * The figure that a label asks of a type of work (主题团课场次, 护河志愿者, 宣传册发放(份)): the name of the type, its beginning where
 * no other type begins so, or its signs with one between them, and behind it what is counted.
 */
export function figureOfType(
  label: string,
  unit: string | undefined,
  figures: readonly FigureName[],
): string | undefined {
  const ofTypes = figures.filter(one => one.ofType !== undefined)
  const names = new Set(ofTypes.flatMap(one => one.ofType?.names ?? []).map(plain))
  const bare = label.replace(/^(开展|举办|组织|参加|累计|共)+/u, '')
  const found = new Set<string>()
  for (const { type, rest } of namedIn(bare, names)) {
    const own = ofTypes.filter(one => one.ofType?.names.some(name => plain(name) === type))
    const key = measured(rest, unit, own, type.length >= 4 && bare.startsWith(type))
    if (key !== undefined) found.add(key)
  }
  return found.size === 1 ? [...found][0] : undefined
}

function plain(name: string): string {
  return name.toLowerCase().replace(/["“”\s]+/g, '')
}

/** Beginnings of names that stand before anything: 工作开展 is no 工作画报. */
const ofAnything = /^(工作|活动|青年|志愿|服务|宣传|就业|公益|网络|专题|主题)$/u

/** Which types a label may name, and what stands behind their names; a whole name goes before a part of one. */
function namedIn(label: string, names: ReadonlySet<string>) {
  const whole = [...names].filter(name => label.startsWith(name))
  if (whole.length > 0) {
    const longest = Math.max(...whole.map(name => name.length))
    return whole
      .filter(name => name.length === longest)
      .map(type => ({ type, rest: label.slice(type.length) }))
  }
  const found: { type: string; rest: string }[] = []
  for (const type of names) {
    const spread = spreadOver(label, type)
    if (spread !== undefined) found.push({ type, rest: label.slice(spread) })
    for (let size = type.length - 1; size >= 2; size--) {
      const start = type.slice(0, size)
      if (!label.startsWith(start)) continue
      if (ofAnything.test(start)) break
      const isOnly = [...names].every(other => other === type || !other.startsWith(start))
      // What is left has to say what is counted: 护河志愿者, and not 护河 alone.
      const says = label.slice(size).replace(/^(活动|开展|举办|情况|数量?|个数)+$/u, '')
      if (isOnly && says !== '') found.push({ type, rest: label.slice(size) })
      break
    }
  }
  return found
}

/** Where a name ends that stands in a label with one sign more: 宣传册发放 of 宣传发放. */
function spreadOver(label: string, name: string): number | undefined {
  if (name.length < 4) return undefined
  let at = 0
  let more = 0
  for (const sign of name) {
    while (at < label.length && label.charAt(at) !== sign) {
      at++
      more++
    }
    if (at === label.length || more > 1) return undefined
    at++
  }
  return more === 1 ? at : undefined
}

function measured(
  rest: string,
  unit: string | undefined,
  own: readonly FigureName[],
  isWhole: boolean,
): string | undefined {
  const of = (measure: string) => own.find(one => one.ofType?.measure === measure)?.key
  const numbers = own.flatMap(one => (one.ofType?.measure.startsWith('own:') === true ? [one] : []))
  const named = (one: FigureName) => one.ofType?.measure.slice('own:'.length) ?? ''
  const said = numbers.filter(one => rest !== '' && (named(one) === rest || named(one) === `${rest}数`))
  if (said.length === 1) return said[0]?.key
  const counter = unit?.replace(/^[百千万亿]/u, '')
  if (counter !== undefined && counter !== '') {
    const counted = numbers.filter(one => named(one).startsWith(counter))
    if (counted.length === 1 && rest === '') return counted[0]?.key
    const asked = unitOf[counter]
    if (asked !== undefined && rest === '') return of(asked)
  }
  // A short name alone (荣誉, 走访) may head anything.
  if (rest === '' || rest === '情况' || rest === '数')
    return unit === undefined && isWhole ? of('sessions') : undefined
  const [measure] = measures.find(([, one]) => one.test(rest)) ?? []
  return measure === undefined ? undefined : of(measure)
}
