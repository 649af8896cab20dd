import { wordTable } from '../types/word-table.ts'

/** 转接去向: to an organization of this registry, or of another one that does not keep it. */
export const transferWays = wordTable<'inside' | 'outside'>({
  inside: ['系统内', '区内', '内部', '本系统'],
  outside: ['系统外', '区外', '外部', '外系统', '外省', '外市'],
})

export type TransferReason =
  | 'work'
  | 'study'
  | 'home-town'
  | 'army'
  | 'abroad'
  | 'no-placement'
  | 'late-graduation'
  | 'other'

/** 转接原因: 1 就业/工作调动, 2 升学/转学, 3 其他 (广东), and the classes of the national system (domain.md 4.6). */
export const transferReasons = wordTable<TransferReason>({
  work: ['就业/工作调动', '就业', '工作调动', '已落实工作单位', '已落实工作单位(有团组织)', '调动'],
  study: ['升学/转学', '升学', '转学', '考研', '专升本'],
  'home-town': ['退回原籍', '回原籍', '户籍地', '未就业回原籍'],
  army: ['参军入伍/涉密', '参军入伍', '参军', '入伍', '涉密'],
  abroad: ['出国(境)', '出国', '出境', '出国（境）', '留学'],
  'no-placement': ['未落实就业去向', '未就业', '待业'],
  'late-graduation': ['延迟毕业', '延期毕业'],
  other: ['其他', '其它'],
})

/** 团费: whether what is owed was paid when the transfer was asked for. */
export const feesWords = wordTable<'paid' | 'exempt'>({
  paid: ['已交清', '已缴清', '交清', '已交', '已缴', '缴清'],
  exempt: ['免交', '免缴', '不用交'],
})

/** 团内职务: whether any was laid down for it. */
export const layDownWords = wordTable<'none' | 'ended'>({
  none: ['没有职务', '无', '无职务', '未任职'],
  ended: ['已免去', '已离任', '已卸任', '已交接'],
})
