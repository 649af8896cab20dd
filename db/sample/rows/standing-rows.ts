import type { IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { dayAt, dayNumber } from '../day-number.ts'
import type { DistrictPlan } from '../plan-district.ts'
import { placesOf, type Where, yearOf } from './work-rows.ts'

/** What the work stands on, as rows of their rosters: the same in each district of one seed. */
export type StandingRows = Readonly<
  Record<'venues' | 'projects' | 'bodies' | 'body-members' | 'congresses' | 'tasks', readonly StandingRow[]>
>
export type StandingRow = Readonly<Record<string, string | number>>

type VenuePlan = {
  readonly type: string
  readonly rows: number
  readonly where: Where
  readonly name: string
}
const venuePlans: readonly VenuePlan[] = [
  { type: '青年活动培训阵地', rows: 6, where: 'communities', name: '青年活动培训阵地' },
  { type: '青年之家', rows: 2, where: 'streets', name: '青年之家' },
  { type: '志愿服务U站', rows: 22, where: 'communities', name: '志愿服务U站' },
]
const projectNames =
  '护蕾剧场 护航计划 向阳花开 成长同行 青苗课堂 蓝天驿站 益起成长 少年法学院 心灵树洞 四点半课堂'
const studioMembers = '林晓东 黄志远 陈嘉怡 李思敏 王俊杰 张文静 刘子涵'

/** What every street is to do in the year: of which type of work, how often, until when. */
const tasks = [
  ['开展主题团课', '主题团课', 6, '11-30'],
  ['举办青年之声活动', '青年之声活动', 20, '12-20'],
  ['举办新注册义工培训', '义工培训', 5, '10-31'],
  ['开展护河治水志愿活动', '护河治水', 40, '12-31'],
  ['举办团干素质能力提升营', '团干提升营', 1, '06-30'],
] as const

/** Venues, projects, bodies and a congress, so that they add up to what the report of Longhua says. */
export function standingRows({ orgs, today }: DistrictPlan, years = 1): StandingRows {
  // What work stands on was there before it: from the first of these years on.
  const year = yearOf({ today }) - years + 1
  const firstDay = dayNumber(`${year}-01-01` as IsoDay)
  const [district] = placesOf(orgs, 'district')
  invariant(district, 'there is a district')
  const inYear = (day: number) => dayAt(firstDay + day)
  return {
    venues: venuePlans.flatMap(({ type, rows, where, name }) => {
      const places = placesOf(orgs, where)
      return Array.from({ length: rows }, (_, at) => {
        const org = places[at % places.length]
        invariant(org, 'somebody keeps it')
        return {
          org: org.name,
          name: `${name}${at + 1}号`,
          type,
          opened: inYear(60 + at * 9),
          times: '周一至周五 9:00—18:00',
          seats: 30 + (at % 5) * 10,
        }
      })
    }),
    projects: projectNames.split(' ').map((name, at) => ({
      org: district.name,
      name: `“${name}”`,
      type: '青春家园',
      begun: inYear(62 + at * 4),
      partner: '社会工作服务中心',
      budget: 5_000_000 + at * 500_000,
    })),
    bodies: [
      { org: district.name, name: '龙华区名团干工作室', type: '名团干工作室', founded: inYear(130) },
      {
        org: district.name,
        name: '龙华区少先队工作委员会',
        type: '少先队工作委员会',
        founded: inYear(290),
        session: 1,
        elected: inYear(290),
        term_years: 5,
      },
    ],
    'body-members': studioMembers.split(' ').map((name, at) => ({
      org: district.name,
      body: '龙华区名团干工作室',
      name,
      sector: '共青团',
      since: inYear(130 + at),
    })),
    tasks: tasks.map(([item, measure, target, due]) => ({
      org: district.name,
      year: yearOf({ today }),
      item,
      measure,
      target,
      due: `${yearOf({ today })}-${due}`,
    })),
    congresses: [
      {
        org: district.name,
        name: '少先队龙华区第一次代表大会',
        held_on: inYear(290),
        delegates: 340,
        present: 338,
        elected: '龙华区第一届少先队工作委员会',
      },
    ],
  }
}
