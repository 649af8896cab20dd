import { educationWords, idTypeWords, nationWords, politicalWords } from '#db/records/words/person-words.ts'
import { dated, email, listed, note, phone, workplace } from './field-note.ts'

/** What the rosters of members and of cadres have in common. No county has the code 440399. */
export const personNotes = {
  name: note('Name', '陈晓安', '与身份证一致的姓名。', 'The name as on the identity card.'),
  idType: listed('Kind of identity paper', idTypeWords),
  idNumber: note(
    'Identity number',
    '440399199803121019',
    '18 位身份证号。单元格已设为文本，末位的 X 照填；境外证件填证件号码，并填出生日期。',
    'All 18 characters; the cells are set to text. For a foreign paper, its number, and the date of birth as well.',
  ),
  birth: dated(
    'Date of birth',
    '1998-03-12',
    '居民身份证可以不填。',
    'Not needed with a resident identity card.',
  ),
  nation: note(
    'Ethnic group',
    '汉族',
    `五十六个民族之一，如${nationWords.words.slice(0, 3).join('、')}。`,
    'One of the fifty-six.',
  ),
  political: { ...listed('Political status', politicalWords), words: politicalWords.words.slice(0, 4) },
  education: {
    ...listed('Education', educationWords),
    example: '本科',
    words: educationWords.words.slice(0, 15),
  },
  joined: dated('Joined the League', '2014-05'),
  phone,
  email,
  workplace,
} as const

/** How an organization is named in a roster of something else. */
export const orgNamed = (english: string) =>
  note(
    english,
    '东坪社区第一团支部',
    '组织ID、全称或简称，任填一种；组织要先在台账里。',
    'Its code, full name or short name. It has to be in the registry already.',
  )
