import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import type { Roster } from '../read-roster.ts'
import type { Row } from '../roster-kind.ts'

/** What of a file was seen and not read, for people to judge. */
export function unreadOf({
  left,
  leftHidden,
  lacking,
  phonesOfPeople,
  passedOver,
  otherTables,
  tables,
  hiddenColumns,
  kind,
  cellsNotRead,
}: Pick<
  Roster<Row>,
  | 'left'
  | 'leftHidden'
  | 'lacking'
  | 'phonesOfPeople'
  | 'passedOver'
  | 'otherTables'
  | 'tables'
  | 'hiddenColumns'
  | 'kind'
  | 'cellsNotRead'
>): readonly Text[] {
  const told = passedOver.slice(0, 3).map(({ row, text }) => `第 ${row} 行“${text.slice(0, 30)}”`)
  const toldEn = passedOver.slice(0, 3).map(({ row, text }) => `row ${row}: ${text.slice(0, 30)}`)
  const places = new Set(
    tables.flatMap(({ place }) =>
      'text' in place && place.from !== 'said' ? (place.each ?? [place.text]) : [],
    ),
  )
  const from = tables[0]?.place.from
  const people = [...new Set(tables.flatMap(({ who }) => who ?? []))]
  const by =
    from === 'office'
      ? { zh: '本单位', en: 'your own office' }
      : from === 'file'
        ? { zh: '文件名里的', en: 'which the name of the file says' }
        : { zh: '表上写的', en: 'which the sheet names' }
  return [
    ...(left.length === 0
      ? []
      : [
          {
            zh: `没有读这些一样的工作表：“${left.join('”“')}”。要导入的，请另选一次工作表。`,
            en: `These sheets of the same shape were not read: ${left.join(', ')}. Choose them on their own if they are wanted.`,
          },
        ]),
    ...(leftHidden.length === 0
      ? []
      : [
          {
            zh: `隐藏的工作表没有读：“${leftHidden.join('”“')}”。要导入的，请另选一次工作表。`,
            en: `These hidden sheets of the same shape were not read: ${leftHidden.join(', ')}. Choose them on their own if they are wanted.`,
          },
        ]),
    ...(lacking.length === 0
      ? []
      : [
          {
            zh: `这些工作表缺少必需的列，没有读：“${lacking.join('”“')}”。里面的内容要登记的，请把它们并到同一张表里。`,
            en: `These sheets lack columns that are needed and were not read: ${lacking.join(', ')}. Put what they say into the one sheet if it is wanted.`,
          },
        ]),
    ...(phonesOfPeople.length === 0
      ? []
      : [
          kind.form.keys.includes('idNumber')
            ? {
                zh: `“${phonesOfPeople.join('”“')}”一列跟在家长、监护人或紧急联系人后面，像是他们的电话，没有登记。其实是本人电话的，请指定这一列。`,
                en: `The column ${phonesOfPeople.join(', ')} stands behind the name of a parent or of whoever is to be called and looks like the number of that person: it was not taken. If it is the number of the person in the row, choose it for the column.`,
              }
            : {
                zh: `“${phonesOfPeople.join('”“')}”一列跟在书记或负责人后面，像是他本人的电话，没有登记为组织的联系电话。要登记他本人的，把文件再拖进来，改选团干部名册；确实是组织电话的，请指定这一列。`,
                en: `The column ${phonesOfPeople.join(', ')} stands behind the name of whoever heads the organization and looks like the number of that person: it was not taken for that of the organization. To record it, drop the file again and choose cadres; if it is the organization's, choose it for the column.`,
              },
        ]),
    ...(kind.notRead === undefined || cellsNotRead.rows === 0
      ? []
      : [kind.notRead.says([...cellsNotRead.columns], cellsNotRead.rows)]),
    ...(passedOver.length === 0
      ? []
      : [
          {
            zh: `表中间有 ${passedOver.length} 行说明，没有当作人（${told.join('、')}${passedOver.length > 3 ? ' …' : ''}）。`,
            en: `${plural(passedOver.length, 'line')} of remarks between the rows ${passedOver.length === 1 ? 'was' : 'were'} not read as people (${toldEn.join('; ')}${passedOver.length > 3 ? ' …' : ''}).`,
          },
        ]),
    ...otherTables.slice(0, 3).map(({ row, text }) => ({
      zh: `第 ${row} 行起是另一张表（${shortened(text)}），没有读。要导入的，把文件再拖进来，另选名册种类。`,
      en: `From row ${row} on stands another table (${shortened(text)}), which was not read. To import it drop the file again and choose another roster.`,
    })),
    ...(tables.some(({ turned }) => turned)
      ? [
          {
            zh: '表是横着的（列名写在一列里，一列一个人），已转过来读；这里说的“第 3 行”是表里的第 3 列（C 列）。',
            en: 'The sheet lies on its side (headers in a column, a column for each person) and was turned; what is called row 3 here is its third column (C).',
          },
        ]
      : []),
    ...(tables.some(({ ofCards }) => ofCards)
      ? [
          {
            zh: '表是一人一张的卡片，已按一人一行读；这里说的行号是每张卡片的第一行。卡片里认不出的各项没有读。',
            en: 'Each person has a card and was read as a row, which is called after the first line of the card. What is not known of the cards was not read.',
          },
        ]
      : []),
    ...(tables.some(({ inBlocks }) => inBlocks)
      ? [
          {
            zh: '所在组织只写在每一组的第一行，下面空着的按上面的登记。',
            en: 'The organization is written in the first row of each block alone; blank cells below it were taken for the same.',
          },
        ]
      : []),
    ...(hiddenColumns.length === 0
      ? []
      : [
          {
            zh: `“${hiddenColumns.join('”“')}”在表里是隐藏的列，也读了。`,
            en: `These columns are hidden in the sheet and were read all the same: ${hiddenColumns.join(', ')}.`,
          },
        ]),
    ...(places.size === 0
      ? []
      : [
          {
            zh: `表里没有写所在组织的列，按${by.zh}“${[...places].join('”“')}”登记。`,
            en: `No column says where the rows belong; they were taken for ${[...places].map(place => `"${place}"`).join(', ')}, ${by.en}.`,
          },
        ]),
    ...(people.length === 0
      ? []
      : [
          {
            zh: `表里没有写是谁的列，按表上写的“${people.join('”“')}”登记。`,
            en: `No column says whose the rows are; they were taken for ${people.map(one => `"${one}"`).join(', ')}, whom the sheet names.`,
          },
        ]),
  ]
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
