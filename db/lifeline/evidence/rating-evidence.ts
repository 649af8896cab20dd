import { sql } from 'kysely'
import { rating } from '#db/records/rating.ts'
import { starWords } from '#db/records/words/org-words.ts'
import { isRated } from '../gathering/gather-kept.ts'
import type { EvidenceReader } from './evidence.ts'
import { firstRows, placeBy, totalBy } from './first-rows.ts'

/** The ratings of the branch, the newest first. */
export const ratingEvidence: EvidenceReader = async (reader, orgs, { asOf, most }) => {
  const numbered = reader
    .selectFrom('rating')
    .where('rating.org', 'in', orgs)
    .where(isRated)
    .where(sql<boolean>`coalesce(rating.reviewed_on, '') <= ${asOf}`)
    .select([
      'rating.org',
      'rating.id',
      'rating.year',
      'rating.score',
      'rating.star',
      'rating.veto',
      totalBy('rating.org').as('total'),
      placeBy('rating.org', sql`rating.year DESC, rating.id DESC`).as('place'),
    ])
  const rows = await firstRows(reader, numbered, most)
  return rows.map(({ org, id, year, score, star, veto, total }) => {
    const known = starWords.values.find(one => one === star)
    const points = score === null ? [] : [score / 10]
    const zh = [
      ...points.map(one => `${one}分`),
      ...(known === undefined ? [] : [starWords.wordFor(known)]),
      ...(veto === null ? [] : [`一票否决：${veto}`]),
    ]
    const en = [
      ...points.map(one => `${one} points`),
      ...(known === undefined ? [] : [rating.fields.star.show(known, 'en')]),
      ...(veto === null ? [] : [`vetoed: ${veto}`]),
    ]
    const text = { zh: `${year}年度：${zh.join('，')}`, en: `${year}: ${en.join(', ')}` }
    return { org, total, entity: 'rating', id, text }
  })
}
