import { checkCharacter, type Sex } from '#db/records/types/gb-11643.ts'
import type { Dated } from '#db/records/types/office-date.ts'
import { firstOfMonth } from '#db/shared/day.ts'
import { dayAt } from '../day-number.ts'
import type { Setting } from '../outline/outline.ts'
import { Random } from '../random.ts'
import type { Births } from './births.ts'
import { inventName } from './person-name.ts'

/** What both the member roster and the cadre roster say of a person. */
export type Person = {
  readonly name: string
  readonly idNumber: string
  readonly birth: Dated
  readonly sex: Sex
  readonly nation: string
  readonly political: string
  readonly education: string
  readonly phone: string
  readonly joined: Dated
}

const educations: Readonly<Record<Setting, readonly string[]>> = {
  office: ['本科', '本科', '硕士'],
  'primary-staff': ['本科', '本科', '本科', '大专'],
  'junior-staff': ['本科', '本科', '硕士'],
  'senior-staff': ['本科', '硕士'],
  'junior-pupils': ['初中在读'],
  'senior-pupils': ['高中在读'],
  hospital: ['大专', '本科', '本科', '硕士', '博士'],
  community: ['高中', '中职', '大专', '大专', '本科'],
  enterprise: ['初中', '高中', '中职', '大专', '大专', '本科'],
  society: ['大专', '本科'],
}

/** No such county: 4403 is Shenzhen, but its last two digits never go as far as 99. */
const county = '440399'
/** 154 is one of the mobile ranges that were never given out. */
const mobileRange = '154'
const numbersInRange = 100_000_000
/** Days from birth till somebody may join: the 14th birthday and a month. */
const joiningAge = 5145

/** The people of a district. Who somebody is depends on the seed and his number only, so nobody is kept in memory. */
export class People {
  readonly #seed: number
  readonly #births: Births
  readonly #members: number
  readonly #today: number
  readonly #phoneStart: number

  constructor(seed: number, births: Births, members: number, today: number) {
    this.#seed = seed
    this.#births = births
    this.#members = members
    this.#today = today
    this.#phoneStart = new Random(seed, 7).between(0, numbersInRange - 1)
  }

  person(number: number, setting: Setting): Person {
    const random = new Random(this.#seed, 8, number)
    const born = this.#births.days[number] ?? 0
    const serial = this.#births.serials[number] ?? 0
    const day = dayAt(born)
    const sex = serial % 2 === 1 ? 'male' : 'female'
    const digits = `${county}${day.replaceAll('-', '')}${String(serial).padStart(3, '0')}`
    return {
      ...inventName(sex, random),
      idNumber: digits + checkCharacter(digits),
      birth: { day, precision: 'day' },
      sex,
      political: this.#political(number, random),
      education: random.pick(educations[setting]),
      phone: this.#phone(number),
      joined: this.#joined(born, random),
    }
  }

  #political(number: number, random: Random): string {
    if (number >= this.#members) return '中共党员'
    if (random.chance(0.955)) return '共青团员'
    return random.chance(0.7) ? '中共党员' : '中共预备党员'
  }

  #phone(number: number): string {
    const own = (number * 38_726_459 + this.#phoneStart) % numbersInRange
    return `${mobileRange}${String(own).padStart(8, '0')}`
  }

  /** Between 14 and 18; older rosters often have the month only. */
  #joined(born: number, random: Random): Dated {
    const first = born + joiningAge
    const day = dayAt(random.between(first, Math.max(first, Math.min(born + 6570, this.#today - 10))))
    return random.chance(0.5) ? { day, precision: 'day' } : { day: firstOfMonth(day), precision: 'month' }
  }
}
