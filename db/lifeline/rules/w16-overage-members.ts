import { ruleWords } from '#db/records/words/rule-words.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import type { AgedMember } from '../facts.ts'
import type { Rule } from '../rule.ts'

/**
 * 超龄团员未离团: someone of status 正常 has turned 28 and holds no post anywhere in the League (团章第一条). Orange when
 * they are more than a tenth of everyone on the branch's roll, which is ours.
 */
export const overageMembers: Rule = {
  id: 'W16',
  name: ruleWords.W16,
  basis: {
    zh: '《中国共产主义青年团章程》（2023）第一条：年满二十八周岁、没有担任团内职务的，应该办理离团手续；超过支部10%为橙色，系本规则包所定。',
    en: 'League charter (2023), article 1: whoever is 28 and holds no post in the League should leave; that more than 10% of a branch is orange is our own.',
  },
  whenExempt: 'skip',
  evidenceOf: 'aged-members',
  judge(facts, pack) {
    const { aged, held, turning } = facts.members
    const [eldest] = aged
    if (facts.kind !== 'branch' || eldest === undefined) return undefined
    const areMany = (n: number) => n * 100 > pack.thresholds.W16.orangeAbovePercent * held
    const many = areMany(aged.length)
    const tooMany = turning.find((_, at) => areMany(aged.length + at + 1))
    return {
      severity: many ? 'orange' : 'yellow',
      since: eldest.leaves,
      measured: aged.length,
      threshold: 1,
      unit: 'members',
      why: {
        zh: `在册${held}人中，${aged.length}人已满28周岁，没有团内职务，团籍状态仍为正常。`,
        en: `${aged.length} of ${held} on the roll: 28 or older, without a post, still in normal standing.`,
      },
      worsens: many || tooMany === undefined ? null : { on: tooMany, to: 'orange' },
      clears: clearing(aged),
    }
  },
  marks: ({ members: { aged } }) =>
    aged.slice(0, mostMarks).map(({ leaves, name }) => ({
      day: leaves,
      what: { zh: `${name}满28周岁`, en: `${name} turned 28` },
      kind: 'limit',
    })),
}

const mostMarks = 5
const mostNames = 3

function clearing(aged: readonly AgedMember[]): Text {
  const names = aged.slice(0, mostNames).map(member => member.name)
  const rest = aged.length - names.length
  return {
    zh: `为${names.join('、')}${rest > 0 ? '等' : ''}办理离团手续（共${aged.length}人），或补录其团内职务。`,
    en: `See ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''} out of the League (${plural(aged.length, 'member')} in all), or record the posts they hold.`,
  }
}
