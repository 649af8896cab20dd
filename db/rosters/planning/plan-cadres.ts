import type { Writing } from '#db/plans/plan.ts'
import { person as definition } from '#db/records/person.ts'
import { post } from '#db/records/post.ts'
import type { StoredValue } from '#db/records/types/field.ts'
import { canBeSameDay } from '#db/records/types/office-date.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import { cadreTexts, morePost, type NumberedCadre } from '../kinds/cadres.ts'
import { byField } from '../kinds/composed.ts'
import type { TakenRow } from '../parsed-row.ts'
import { type Problem, problemAt } from '../problem.ts'
import { type RowChange, type RowPlan, saysNewDay } from './draft.ts'
import type { PersonState } from './members/person-states.ts'
import { newPerson, type PeoplePlanning, whoseRow } from './members/plan-members.ts'
import { cellOf, placeOfRow } from './place-of-row.ts'
import { changesOf, columnOfField } from './row-change.ts'
import { secondSecretary, secretary } from './secretaries.ts'

/** People and posts that earlier rows of the same file made. */
export type CadresSoFar = {
  /** Who heads an organization by the registry, or by an earlier row. */
  readonly secretaries: Map<string, readonly { readonly person: string; readonly name: string }[]>
  readonly people: Map<string, string>
  readonly posts: Set<string>
  /** By the post (postKey) the last days that rows of the file give for it. */
  readonly ends: Map<string, readonly IsoDay[]>
}

/** A post of somebody in an organization, whenever he held it. */
export function postKey(idNumber: string, org: string, title: string): string {
  return `${idNumber} ${org} ${title}`
}

/**
 * What one row of a cadre roster would do: the post is its main record, the person is made or completed with it. The
 * roster fills what is not known of a person; where it contradicts the registry it is a note, since the member roster
 * and the person's own page are the place for that.
 */
export function planCadre(
  parsed: TakenRow<NumberedCadre>,
  planning: PeoplePlanning,
  soFar: CadresSoFar,
): RowPlan {
  const { row, values } = parsed
  const problems: Problem[] = [...parsed.problems]
  const rejected = (): RowPlan => ({ row, verdict: 'rejected', drafts: [], problems })
  const org = placeOfRow(parsed, 'org', values.org, planning, problems)
  if (org === undefined) return rejected()
  const ofTitle = values.orgOfTitle === undefined ? undefined : planning.find(values.orgOfTitle)
  if (ofTitle?.kind === 'found' && !planning.areInLine(ofTitle.org.id, org.id)) {
    const where = cellOf(parsed, planning.headerOf('title'), `${values.orgOfTitle}${values.title}`)
    problems.push(
      problemAt(where, 'place-contradicts', {
        zh: `职务里写的是“${ofTitle.org.name}”，组织一列却是“${org.name}”，不知道哪一个是对的。请核对，改正其中一格后重新导入。`,
        en: `the post is one in "${ofTitle.org.name}", but the column of organizations says "${org.name}": it is not known which is right. Check them, correct the other and import again.`,
        refused: true,
      }),
    )
    return rejected()
  }
  const { idNumber, title } = values
  const drafts: Writing[] = []
  const changes: RowChange[] = []
  let person = soFar.people.get(idNumber)
  let state: PersonState | undefined
  if (person === undefined) {
    const whose = whoseRow(parsed, planning, problems)
    if (whose.kind === 'unclear') return rejected()
    if (whose.kind === 'known') {
      state = whose.state
      person = state.person.id
      const completing = completed(parsed, state, problems, planning.headerOf)
      drafts.push(...completing.drafts)
      changes.push(...completing.changes)
    } else {
      person = planning.nextId()
      soFar.people.set(idNumber, person)
      drafts.push(newPerson(personFields(values), values.joined, person))
    }
  }
  const existing = state && samePost(values, org.id, state)
  const other = existing === undefined && state ? heldMeanwhile(values, org.id, state, soFar) : undefined
  if (other !== undefined) {
    const where = cellOf(parsed, planning.headerOf('since'), values.since?.day ?? '')
    problems.push(problemAt(where, 'post-day-differs', { ...otherDay(title, other), refused: true }))
    return rejected()
  }
  const key = `${person} ${org.id} ${title} ${values.since?.day ?? ''}`
  if (existing) {
    const fields = postChanges(values, existing)
    if (Object.keys(fields).length > 0) {
      drafts.push({ act: 'edit', entity: 'post', id: existing.id, fields })
      changes.push(...changesOf(post, fields, existing))
    }
  } else if (!soFar.posts.has(key)) {
    soFar.posts.add(key)
    if (title === secretary && (values.until === undefined || values.until.day > planning.day)) {
      const heads = soFar.secretaries.get(org.id) ?? []
      const other = heads.find(head => head.person !== person)
      soFar.secretaries.set(org.id, [...heads, { person, name: values.name }])
      const where = cellOf(parsed, planning.headerOf('title'), title)
      if (other !== undefined)
        problems.push(
          problemAt(where, 'second-secretary', { ...secondSecretary(org.name, other.name), refused: false }),
        )
    }
    const fields = {
      person,
      org: org.id,
      title,
      nature: values.nature ?? null,
      since: values.since?.day ?? null,
      since_precision: values.since?.precision ?? null,
      until: values.until?.day ?? null,
      ...morePost.toWrite(values.more, undefined),
    }
    drafts.push({ act: 'create', entity: 'post', id: planning.nextId(), fields })
    return { row, verdict: 'created', drafts, problems, place: org, changes }
  }
  return { row, verdict: drafts.length > 0 ? 'updated' : 'unchanged', drafts, problems, place: org, changes }
}

const personFields = (values: NumberedCadre) => ({
  name: values.name,
  id_type: values.idType,
  id_number: values.idNumber,
  birth: values.birth.day,
  ...byField(values, cadreTexts),
})

function completed(
  parsed: TakenRow<NumberedCadre>,
  { person }: PersonState,
  problems: Problem[],
  headerOf: (field: string) => string,
): { readonly drafts: readonly Writing[]; readonly changes: readonly RowChange[] } {
  const { values } = parsed
  const fields: Record<string, string> = {}
  const given: Readonly<Record<string, string | undefined>> = personFields(values)
  const present: Readonly<Record<string, unknown>> = person
  for (const field in given) {
    const value = given[field]
    if (value === undefined || value === '') continue
    const now = present[field]
    if (now === null || now === undefined) fields[field] = value
    else if (now !== value) {
      const where = cellOf(parsed, headerOf(columnOfField(definition, field)), value)
      problems.push(
        problemAt(where, 'value-differs', {
          zh: '与台账里这个人的信息不同，没有改动。要改请在团员信息表里填，或在台账里直接修改。',
          en: 'The registry says otherwise of this person; nothing was changed. Correct it in the member roster or in the registry.',
          refused: false,
        }),
      )
    }
  }
  if (values.joined && person.joined === null) {
    fields['joined'] = values.joined.day
    fields['joined_precision'] = values.joined.precision
  }
  if (Object.keys(fields).length === 0) return { drafts: [], changes: [] }
  return {
    drafts: [{ act: 'edit', entity: 'person', id: person.id, fields }],
    changes: changesOf(definition, fields, person),
  }
}

type Post = PersonState['posts'][number]

/** Person, organization, title and since name a post; a roster without the day means the one still held. */
function samePost(values: NumberedCadre, org: string, { posts }: PersonState): Post | undefined {
  const { since } = values
  const same = posts.filter(post => post.org === org && post.title === values.title)
  if (since === undefined) return same.find(post => post.until === null) ?? same[0]
  const onThatDay = same.find(
    post =>
      post.since !== null &&
      canBeSameDay(since, { day: post.since, precision: post.since_precision ?? 'day' }),
  )
  // One of which nobody knew the first day, and that goes on: now it is known.
  return onThatDay ?? same.find(post => post.since === null && post.until === null)
}

/** The same post from another day on, which he holds at the same time: nobody holds a post twice. */
function heldMeanwhile(
  { idNumber, since, until, title }: NumberedCadre,
  org: string,
  { posts }: PersonState,
  { ends }: CadresSoFar,
): Post | undefined {
  const ended = ends.get(postKey(idNumber, org, title)) ?? []
  return posts.find(
    post =>
      post.org === org &&
      post.title === title &&
      post.since !== null &&
      since !== undefined &&
      !ended.some(day => day >= (post.since ?? day) && day <= since.day) &&
      (post.until === null || post.until > since.day) &&
      (until === undefined || until.day > post.since),
  )
}

function otherDay(title: string, { since, until }: Post): Text {
  const toZh = until === null ? '，没有离任日期' : `，到 ${until}`
  const toEn = until === null ? ' without a last day' : ` to ${until}`
  return {
    zh: `台账里已任“${title}”（${since} 起${toZh}），任职日期和这里不同，不知道是改正还是连任。是同一次任职的，改成一样的日期（台账里的请在职务页面改）；是连任的，请先给原来的补上离任日期，再导入。`,
    en: `the registry has this person in this post (${title}) from ${since}${toEn}, which differs from this: it is not known whether that is corrected or a new term. If it is one term, make the days the same (that of the registry on the page of the post); if it is a new one, add the last day of the first, and import again.`,
  }
}

function postChanges(values: NumberedCadre, post: Post) {
  const fields: Record<string, StoredValue> = { ...morePost.toWrite(values.more, { ...post }) }
  const { since, until, nature } = values
  if (saysNewDay(since, post.since, post.since_precision)) {
    fields['since'] = since.day
    fields['since_precision'] = since.precision
  }
  if (saysNewDay(until, post.until, 'day')) fields['until'] = until.day
  if (nature !== undefined && nature !== post.nature) fields['nature'] = nature
  return fields
}
