import { wordTable } from '../types/word-table.ts'

/** What may be decided about an organization. */
export const orgActs = ['establish', 'rename', 'kind', 'move', 'merge', 'split', 'close', 'reopen'] as const
export type OrgAct = (typeof orgActs)[number]

/** 变动: the words of documents and of the column 动作 of a reorganization workbook. */
export const orgActWords = wordTable<OrgAct>({
  establish: ['成立', '设立', '新设', '新建', '新成立', '建立'],
  rename: ['更名', '改名', '名称变更', '变更名称', '更改名称'],
  kind: ['改类型', '类型变更', '变更类型', '改建', '升格', '调整类型'],
  move: [
    '改隶属',
    '隶属变更',
    '划转',
    '改设',
    '移交',
    '变更隶属',
    '调整隶属',
    '变更隶属关系',
    '转隶',
    '划归',
    '迁移',
  ],
  merge: ['并入', '合并', '撤并', '合并到', '归并'],
  split: ['分设', '拆分', '分立', '分出', '析出'],
  close: ['撤销', '注销', '解散', '撤消', '关闭'],
  reopen: ['恢复', '重新启用', '恢复设立'],
})
