import { ruleWords } from '#db/records/words/rule-words.ts'
import { addDays, daysBetween, type IsoDay } from '#db/shared/day.ts'
import { grouped, plural } from '#db/shared/plural.ts'
import type { Pack } from '../packs/pack.ts'
import type { Judgement, Rule } from '../rule.ts'
import { percentOf } from './w12-unfinished-appraisal.ts'

/**
 * 业务审批超时: somebody's 报到, corrected particulars or transfer wait for longer than the limit (48 hours, 72 from 2021 on; a
 * registry knows whole days), longer than ten days, or fewer than 70 % of last month's were answered in time.
 */
export const slowApproval: Rule = {
  id: 'W17',
  name: ruleWords.W17,
  basis: {
    zh: '广东“智慧团建”（2019）：收到申请48小时内审批为及时响应，按月计算；2021年起评优口径为72小时，及时响应率不低于70%；超过10天为超期（福建团支部星级标准，2024）。',
    en: 'Guangdong registry (2019): an answer within 48 hours is timely, counted by month; for honours 72 hours from 2021 on, at least 70%; more than 10 days is overdue (Fujian star standard, 2024).',
  },
  whenExempt: 'skip',
  evidenceOf: 'waiting',
  judge(facts, pack, asOf) {
    if (facts.kind !== 'branch') return undefined
    const { open, timely, late } = facts.reports
    const { yellowAboveDays, orangeAboveDays, fewestTimelyPercent } = pack.thresholds.W17
    const [longest] = open
    const days = longest === undefined ? 0 : daysBetween(longest, asOf)
    const waiting = open.filter(since => daysBetween(since, asOf) > yellowAboveDays).length
    const isSlow = timely * 100 < fewestTimelyPercent * (timely + late)
    if (longest !== undefined && days > yellowAboveDays) {
      const isOrange = days > orangeAboveDays || isSlow
      const threshold = days > orangeAboveDays ? orangeAboveDays : yellowAboveDays
      return {
        severity: isOrange ? 'orange' : 'yellow',
        since: addDays(longest, threshold + 1),
        measured: days,
        threshold,
        unit: 'days',
        worsens: isOrange ? null : { on: addDays(longest, orangeAboveDays + 1), to: 'orange' },
        why: {
          zh: `${waiting}件报到、资料修改或转接超过${yellowAboveDays}天未审批，最长${grouped(days)}天${isSlow ? `；上月及时响应率${percentOf(timely, timely + late)}%，低于${fewestTimelyPercent}%` : ''}。`,
          en: `${waiting} waiting for more than ${plural(yellowAboveDays, 'day')}, the longest for ${grouped(days)}${isSlow ? `; ${percentOf(timely, timely + late)}% of last month's answered in time, fewer than ${fewestTimelyPercent}%` : ''}.`,
        },
        clears: answerThem,
      }
    }
    return isSlow ? slowMonth(timely, late, pack) : undefined
  },
  marks(facts, pack) {
    const [longest] = facts.reports.open
    if (longest === undefined) return []
    const { yellowAboveDays, orangeAboveDays } = pack.thresholds.W17
    const limit = (days: number): { day: IsoDay; what: { zh: string; en: string }; kind: 'limit' } => ({
      day: addDays(longest, days),
      what: { zh: `等待满${days}天`, en: `Waiting for ${plural(days, 'day')}` },
      kind: 'limit',
    })
    return [
      { day: longest, what: { zh: '提交', en: 'Handed in' }, kind: 'event' },
      limit(yellowAboveDays),
      limit(orangeAboveDays),
    ]
  },
}

const answerThem = {
  zh: '逐个审批待审核的报到、资料修改和转接，并录入结果。',
  en: 'Approve or return each of them and record it.',
}

function slowMonth(timely: number, late: number, pack: Pack): Judgement {
  const { yellowAboveDays, fewestTimelyPercent } = pack.thresholds.W17
  return {
    severity: 'orange',
    since: null,
    measured: percentOf(timely, timely + late),
    threshold: fewestTimelyPercent,
    unit: 'percent',
    worsens: null,
    why: {
      zh: `上月应响应${timely + late}件，${yellowAboveDays}天内响应${timely}件，及时响应率低于${fewestTimelyPercent}%。`,
      en: `Of ${timely + late} to be answered last month, ${plural(timely, 'was', 'were')} within ${plural(yellowAboveDays, 'day')}: fewer than ${fewestTimelyPercent}%.`,
    },
    clears: {
      zh: `本月起在${yellowAboveDays}天内审批报到、资料修改和转接。`,
      en: `Answer within ${plural(yellowAboveDays, 'day')} from this month on.`,
    },
  }
}
