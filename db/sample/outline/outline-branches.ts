import { around } from '../random.ts'
import type { Outline, OutlineOrg, Setting } from './outline.ts'

const departments =
  '急诊科 心血管内科 呼吸内科 消化内科 神经内科 肾内科 内分泌科 普通外科 骨科 泌尿外科 神经外科 胸外科 妇科 产科 儿科 新生儿科 眼科 耳鼻喉科 口腔科 皮肤科 中医科 康复科 麻醉科 重症医学科 检验科 放射科 超声科 药剂科 护理部 后勤保障部'.split(
    ' ',
  )

/** The committees over all branches of offices, schools and the hospital. */
export type Organs = Readonly<Record<'offices' | 'schools' | 'hospital', OutlineOrg>>

/** 280 branches: 200 of schools, 50 of offices, 30 of the hospital. */
export function addOrganBranches(outline: Outline, organs: Organs, round: number, year: number): void {
  const branch = (parent: OutlineOrg, setting: Setting, unit: string, name: string, graduates = false) =>
    outline.add({
      stem: `${unit}${name}`,
      kind: 'branch',
      tier: 'organ',
      setting,
      unit: `龙华区${unit}`,
      parent,
      branchType: graduates ? 'graduates' : 'ordinary',
    })
  for (let i = 0; i < 74; i++) {
    branch(organs.schools, 'primary-staff', `第${round * 74 + i + 1}小学`, '教工')
  }
  for (let i = 0; i < 59; i++) {
    const school = `第${round * 30 + Math.floor(i / 2) + 1}初级中学`
    if (i % 2 === 0) branch(organs.schools, 'junior-staff', school, '教工')
    else branch(organs.schools, 'junior-pupils', school, '初三学生')
  }
  for (let i = 0; i < 67; i++) {
    const school = `第${round * 23 + Math.floor(i / 3) + 1}高级中学`
    if (i % 3 === 0) branch(organs.schools, 'senior-staff', school, '教工')
    else if (i % 24 === 11) branch(organs.schools, 'senior-pupils', school, `${year}届毕业生`, true)
    else branch(organs.schools, 'senior-pupils', school, i % 3 === 1 ? '高一学生' : '高二学生')
  }
  for (let i = 0; i < 50; i++) branch(organs.offices, 'office', '区直机关', `第${round * 50 + i + 1}`)
  for (const department of departments) {
    branch(organs.hospital, 'hospital', '中心医院', `${department}${round === 0 ? '' : `${round + 1}组`}`)
  }
}

/** Four branches of street offices, one of a social organization and one of a business quarter: the first of each in the year. */
export function addStreetBranches(outline: Outline, streets: readonly OutlineOrg[], round: number): void {
  const number = round === 0 ? '' : `第${round + 1}`
  const isNew = round === 0
  for (const parent of streets.slice(0, 4)) {
    const stem = `${parent.shortName.replace('团工委', '')}机关${number}`
    outline.add({ stem, kind: 'branch', tier: 'street', setting: 'office', unit: parent.unit, parent, isNew })
  }
  const twoNew = (setting: Setting, street: number, stem: string) =>
    outline.add({
      stem,
      kind: 'branch',
      tier: 'two-new',
      setting,
      unit: stem,
      parent: around(streets, street),
      isNew,
    })
  twoNew('society', 2, `青禾社会工作服务中心${number}`)
  twoNew('enterprise', 1, `云集里商圈${number}`)
}

const communityBranches = ['工作站', '网格', '居民小区', '青年志愿者']

/** Four branches in every community; in three of 50 communities one is for floating members. */
export function addCommunityBranches(outline: Outline, communities: readonly OutlineOrg[]): void {
  for (const [number, parent] of communities.entries()) {
    for (const [place, name] of communityBranches.entries()) {
      const floats = place === 2 && [8, 24, 41].includes(number % 50)
      outline.add({
        stem: `${parent.unit}${floats ? '流动团员' : name}`,
        kind: 'branch',
        tier: 'community',
        setting: 'community',
        unit: parent.unit,
        parent,
        branchType: floats ? 'floating' : 'ordinary',
        isSeat: place === 0,
      })
    }
  }
}

const brands =
  '嘉禾 晨曜 瑞柏 启航 盛桐 联创 海岳 天禄 智源 弘图 宏业 信达 润泽 博远 明川 金桥 远帆 安泰 佳音 正和 兴茂 华曦 立德 众诚'.split(
    ' ',
  )
const trades =
  '电子厂 精密制造厂 科技企业 软件企业 物流企业 餐饮企业 服装厂 物业企业 电商企业 教育培训企业'.split(' ')

/** 397 branches of companies, told apart by number: 353 under communities, 44 in parks, of which three are temporary. */
export function addEnterprises(
  outline: Outline,
  communities: readonly OutlineOrg[],
  parks: readonly OutlineOrg[],
  times: number,
): void {
  const inParks = 44 * times
  const branch = (stem: string, parent: OutlineOrg, temporary: boolean) =>
    outline.add({
      stem,
      kind: 'branch',
      tier: 'two-new',
      setting: 'enterprise',
      unit: stem.replace('临时', ''),
      parent,
      branchType: temporary ? 'temporary' : 'ordinary',
    })
  for (let number = 0; number < 397 * times; number++) {
    const inPark = number < inParks
    const parent = inPark ? around(parks, number) : around(communities, number - inParks)
    const company = `${around(brands, number)}${number + 1}号${around(trades, Math.floor(number / 3))}`
    const temporary = inPark && (number % 44) % 15 === 9
    branch(temporary ? `${parent.unit}第${number + 1}项目部临时` : company, parent, temporary)
  }
}
