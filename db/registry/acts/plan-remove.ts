import type { Draft, Plan } from '#db/plans/plan.ts'
import { refsOf } from '#db/records/columns.ts'
import { editForm } from '#db/records/forms.ts'
import { kindOf, officeKinds } from '#db/records/kinds.ts'
import { text } from '#db/records/types/text.ts'
import { invariant } from '#db/shared/invariant.ts'
import { plural } from '#db/shared/plural.ts'
import { refuseClosedPeriod } from '../closings/plan-closed.ts'
import { sentenceOf } from '../history/sentence.ts'
import { called, type Standpoint } from './known.ts'
import { placeOf } from './plan-edit.ts'
import { Planning } from './planning.ts'
import { countOf, refuseLocked, refuseOnce, rowsOf, type Stored } from './stored.ts'

/** What hangs on a person or stands in an organization, by the field that names it. */
function hangingOn(name: 'person' | 'org'): (readonly [kind: string, field: string])[] {
  return officeKinds.flatMap(kind =>
    Object.entries(refsOf(kind))
      // Its own place is no use of an organization; what stands below it is.
      .filter(([field, to]) => to === name && !(kind.tree !== undefined && field !== kind.tree.parent))
      .map(([field]) => [kind.name, field] as const),
  )
}

/**
 * What removing a record would do: for what was entered by mistake and never was. A person goes with all that was
 * registered about him; an organization goes only while nothing was registered in it, for else it is closed.
 */
export async function planRemove(standpoint: Standpoint, stored: Stored, reason: string): Promise<Plan> {
  const { kind, id, values, row } = stored
  refuseOnce(stored)
  await refuseLocked(standpoint.reader, stored)
  const form = editForm(kind.name)
  invariant(form, 'what is kept for an office has a form')
  const fields = { ...form.fields, reason: text('原因', 'reason', { required: true }) }
  const planning = new Planning(standpoint, { ...form, fields, checks: [] }, { reason })
  const { lies, subject, who } = await placeOf(standpoint, stored)
  if (planning.text('reason') === undefined && !planning.isRefused('reason'))
    planning.tell(
      'reason',
      'missing',
      '没有写明为什么删除。请写上。',
      'There is no reason for removing it. Write one.',
    )
  if (lies !== undefined && !lies.own) planning.notYours('reason', lies)
  else if (kind.name === 'person' && subject?.own === false)
    planning.tell(
      'reason',
      'person-not-yours',
      `${subject.name}不归本单位管理，不能在这里删除。`,
      `${subject.name} does not belong to your office and cannot be removed here.`,
    )
  if (kind.name === 'decision' && values['act'] !== 'rename')
    planning.tell(
      'reason',
      'act-of-its-own',
      '这项变动连同团员和下级组织一起办理，不能单独删除。如是误办，请在操作记录里撤销那一步。',
      'This was done together with members and organizations below, and is not removed by itself. If it was a mistake, undo it in the history.',
    )
  if (kind.name === 'work' && typeof values['held_on'] === 'string')
    await refuseClosedPeriod(planning, lies, values['held_on'], 'reason')
  const drafts: Draft[] = [{ act: 'remove', entity: kind.name, id }]
  if (kind.name === 'org') await refuseUsed(planning, stored)
  if (kind.name === 'org' && !planning.hasProblems()) {
    const places = await standpoint.reader
      .selectFrom('placement')
      .where('org', '=', id)
      .select('id')
      .execute()
    for (const place of places) drafts.push({ act: 'remove', entity: 'placement', id: place.id })
  }
  if (kind.name === 'person') drafts.push(...(await allOf(standpoint, id)))
  if (kind.series !== undefined) await refuseMiddle(planning, stored)
  const label = {
    what: 'remove',
    kind: kind.name,
    title: kind.title(values),
    reason: planning.text('reason') ?? '',
    ...(kind.name !== 'org' && lies !== undefined && { at: called(lies) }),
    ...(who !== undefined && { who }),
  }
  const more = drafts.length - 1
  return planning.finish(() => ({
    id,
    drafts,
    label,
    sentences: [
      sentenceOf(label),
      ...(more > 0
        ? [
            {
              zh: `连同与它有关的 ${more} 条记录。`,
              en: `Along with ${plural(more, 'record')} that ${more === 1 ? 'hangs' : 'hang'} on it.`,
            },
          ]
        : []),
    ],
  }))

  async function refuseMiddle(one: Planning, { kind: series }: Stored): Promise<void> {
    const name = series.series?.subject ?? ''
    if (row['until'] != null) {
      one.tell(
        'reason',
        'not-the-last',
        '后面还有别的记录接着它。请先删除后面的。',
        'Another record follows this one. Remove the later one first.',
      )
      return
    }
    const count = await countOf(standpoint.reader, series.name, name, String(values[name]))
    if (series.name === 'standing' || count > 1) return
    one.tell(
      'reason',
      'the-only-one',
      series.name === 'membership'
        ? '这是他唯一的所在组织，删除后就没有去处。请转移，或删除这个人。'
        : '这是它唯一的隶属关系。请改设到别处，或撤销这个组织。',
      'It is the only one there is. Move instead, or remove the record that it is about.',
    )
  }
}

/** All that hangs on a person. */
async function allOf({ reader }: Standpoint, person: string): Promise<Draft[]> {
  const drafts: Draft[] = []
  for (const [entity, field] of hangingOn('person')) {
    const rows = await rowsOf(reader, entity, field, person)
    // Of his homes the first one first: until the others are gone, he would lie there again.
    const rankOf = (row: Readonly<Record<string, unknown>>) => String(row['rank'] ?? '')
    for (const { id } of rows.toSorted(
      (a, b) => Number(rankOf(a) > rankOf(b)) - Number(rankOf(a) < rankOf(b)),
    ))
      drafts.push({ act: 'remove', entity, id: String(id) })
  }
  return drafts
}

async function refuseUsed(planning: Planning, { id, values }: Stored): Promise<void> {
  const { reader, office } = planning.standpoint
  if (id === office) {
    planning.tell('reason', 'own-office', '不能删除本单位自己。', 'Your own office cannot be removed.')
    return
  }
  const counts: string[][] = []
  for (const [entity, field] of hangingOn('org')) {
    const count = await countOf(reader, entity, field, id)
    const words =
      entity === 'placement' ? { zh: '下级组织', en: 'organizations below' } : kindOf(entity)?.words
    if (count > 0 && words !== undefined) counts.push([`${words.zh} ${count}`, `${words.en}: ${count}`])
  }
  if (counts.length === 0) return
  const name = String(values['short_name'] ?? values['name'])
  planning.tell(
    'reason',
    'org-in-use',
    `“${name}”里已有登记（${counts.map(([zh]) => zh).join('、')}），不能删除。如已不再存在，请用“撤销”。`,
    `Something is registered in ${name} (${counts.map(([, en]) => en).join(', ')}), so it cannot be removed. If it exists no longer, close it.`,
  )
}
