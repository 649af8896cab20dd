import { record, together } from '../record.ts'
import { choice, term } from '../types/choice.ts'
import { count, money, points } from '../types/count.ts'
import { day } from '../types/day.ts'
import { type At, column } from '../types/field.ts'
import { files } from '../types/files.ts'
import { ref } from '../types/ref.ts'
import { text } from '../types/text.ts'
import { termTable, wordTable } from '../types/word-table.ts'

const projectTypes = termTable({ 青春家园: ['青春家园项目'], 志愿服务: ['志愿服务项目'], 其他: [] })
const projectTypesInEnglish = { 青春家园: 'Youth Home', 志愿服务: 'volunteering', 其他: 'other' }

/** 项目 (青春家园): something that an organization carries out over some time with money, judged in stages (`projectStage`). */
export const project = record('project', {
  words: { zh: '项目', en: 'project' },
  fields: {
    ...together('place', {
      org: ref('org', '承办组织', 'carried out by', { required: true, fixed: true }),
      name: column(
        '青少年项目名称 服务项目名称',
        text('项目名称', 'name', { required: true, fixed: true, most: 100 }),
        { tells: 2, example: '“护航计划”' },
      ),
    }),
    ...together('what', {
      type: column(
        '项目类型',
        term(projectTypes, projectTypesInEnglish, '项目类型', 'type of project', { required: true }),
        { tells: 4, example: '青春家园' },
      ),
      begun: column('立项日期', day('立项日期', 'begun on', { required: true }), { tells: 4 }),
      ended: column('结项日期', day('结项日期', 'ended on'), { tells: 3 }),
    }),
    ...together('who', {
      partner: text('执行机构', 'done by', { most: 200 }),
      lead: text('项目负责人', 'lead', { most: 100 }),
    }),
    ...together('money', {
      budget: column('立项经费', money('立项经费(元)', 'budget'), { tells: 2 }),
      paid: column('已拨经费', money('已拨经费(元)', 'paid so far'), { tells: 2 }),
    }),
    aim: text('服务对象和目标', 'for whom, and what for', { most: 1000 }),
    files: files('项目材料', 'papers'),
  },
  checks: [endsAfterItBegins],
  title: p => p.name ?? '',
  first: ['org', 'name', 'type', 'begun', 'ended', 'partner', 'lead', 'budget', 'paid', 'aim'],
  lies: 'org',
  unique: ['org', 'name'],
  roster: { as: 'projects', title: '项目登记表' },
})

type Span = { readonly begun?: string | null | undefined; readonly ended?: string | null | undefined }
function endsAfterItBegins({ begun, ended }: Span, at: (field: 'ended') => At): undefined {
  if (begun == null || ended == null || begun <= ended) return
  at('ended').tell(
    'refused',
    'date-order',
    `结项日期早于立项日期 ${begun}。请改正其中一个。`,
    `this is before it began, ${begun}. Correct one of the two.`,
  )
}

/** The stages of a project, in their order. */
export type Stage = 'selection' | 'midterm' | 'final'
const stages = wordTable<Stage>({
  selection: ['遴选', '申报遴选', '评审'],
  midterm: ['中期', '中期评估', '中期检查'],
  final: ['末期', '末期评估', '结项评估', '终期'],
})
/** How a stage ended. */
export type StageResult = 'passed' | 'again' | 'failed'
const stageResults = wordTable<StageResult>({
  passed: ['通过', '合格', '入选'],
  again: ['整改后再评', '整改'],
  failed: ['未通过', '不合格', '落选'],
})

/**
 * 项目阶段 (遴选、中期、末期): what was handed in, and how it was judged. Of a project of an office below, the judgement is
 * for the office above to write.
 */
export const projectStage = record('project_stage', {
  words: { zh: '项目阶段', en: 'stage of a project' },
  fields: {
    ...together('place', {
      org: ref('org', '承办组织', 'carried out by', { required: true, fixed: true }),
      project: column('评估项目', text('评估项目', 'project', { required: true, fixed: true, most: 100 }), {
        tells: 3,
        example: '“护航计划”',
      }),
      stage: column(
        '项目阶段 评估阶段',
        choice(stages, { selection: 'selection', midterm: 'midterm', final: 'final' }, '阶段', 'stage', {
          required: true,
          fixed: true,
        }),
        { tells: 4 },
      ),
    }),
    ...together('handed', {
      handed_on: column('提交日期', day('提交日期', 'handed in on'), { tells: 1 }),
      events: count('已开展场次', 'events so far'),
      people: count('已服务人次', 'people so far', { most: 10_000_000 }),
      report: text('进展说明', 'report', { most: 2000 }),
    }),
    ...together('review', {
      result: column(
        '评估结果',
        choice(
          stageResults,
          { passed: 'passed', again: 'to be mended', failed: 'not passed' },
          '评估结果',
          'result',
        ),
        { tells: 3 },
      ),
      reviewed_on: day('评估日期', 'assessed on', { future: 'refused' }),
      score: points('评估得分', 'score', { most: 100 }),
      opinion: text('评估意见', 'assessment', { most: 2000 }),
    }),
    files: files('阶段材料', 'papers'),
  },
  title: s => s.project ?? '',
  first: ['org', 'project', 'stage', 'handed_on', 'events', 'people', 'result', 'reviewed_on', 'score'],
  lies: 'org',
  structure: ['review'],
  unique: ['org', 'project', 'stage'],
  roster: { as: 'project-stages', title: '项目阶段评估表' },
})
