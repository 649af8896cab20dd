import { z } from 'zod'
import { ruleOf } from '#db/records/courses/course.ts'
import { rectificationCourse } from '#db/records/courses/rectification-course.ts'
import { kindOf } from '#db/records/kinds.ts'
import { titleTold } from '#db/records/record.ts'
import { rosterNamed } from '#db/records/rosters.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import { manyEn, manyZh } from './many-named.ts'
import { transferSentence } from './transfer-sentence.ts'

type Label = Readonly<Record<string, unknown>>

/**
 * What a change set's label says, as a sentence. An action of a newer program is named as it stands. `takenBack` is
 * the label of what an undo took back.
 */
export function sentenceOf(label: Label, takenBack?: Label): Text {
  const say = (key: string) => String(label[key] ?? '')
  const count = (key: string) => Number(label[key] ?? 0)
  switch (label['what']) {
    case 'init':
      return { zh: `建立台账：${say('name')}`, en: `Created the registry of ${say('name')}` }
    case 'import': {
      if (say('as') === 'reorganization')
        return { zh: `导入组织调整：${say('file')}`, en: `Imported a reorganization from ${say('file')}` }
      if (say('as') === 'ledger')
        return { zh: `导入整治台账：${say('file')}`, en: `Imported the rectification ledger ${say('file')}` }
      const roster = rosterNamed(say('as'))?.of ?? { zh: say('as'), en: say('as') }
      return { zh: `导入${roster.zh}：${say('file')}`, en: `Imported ${roster.en} from ${say('file')}` }
    }
    case 'undo':
      return undoSentence(say('of'), takenBack && sentenceOf(takenBack), Number(label['kept'] ?? 0))
    case 'packet':
      return {
        zh: `并入${say('from')}的第 ${say('number')} 号数据包`,
        en: `Took in packet no. ${say('number')} from ${say('from')}`,
      }
    case 'packet-undo':
      return {
        zh: `退回${say('from')}的第 ${say('number')} 号数据包：${say('reason')}`,
        en: `Returned packet no. ${say('number')} from ${say('from')}: ${say('reason')}`,
      }
    case 'hanging-out':
      return {
        zh: '人员或者组织的登记变动，外单位与之相关的职务、转接等随之取消或恢复',
        en: 'Posts, transfers and the like at other offices were cancelled or came back together with the person or organization they are about',
      }
    case 'enrol-approve':
      return { zh: `批准${say('name')}加入`, en: `Approved ${say('name')}` }
    case 'enrol-accept':
      return { zh: `加入${say('name')}的台账`, en: `Joined the registry of ${say('name')}` }
    case 'enrol-revoke':
      return { zh: `吊销${say('name')}的密钥`, en: `Revoked the key of ${say('name')}` }
    case 'held-admit':
      return {
        zh: `采用${say('name')}已吊销的电脑写的 ${say('changes')} 处变更`,
        en: `Took ${plural(count('changes'), 'change')} of a revoked PC of ${say('name')}`,
      }
    case 'held-return':
      return {
        zh: `退回${say('name')}已吊销的电脑写的 ${say('changes')} 处变更`,
        en: `Returned ${plural(count('changes'), 'change')} of a revoked PC of ${say('name')}`,
      }
    case 'resolve':
      return { zh: '处理一处冲突', en: 'Settled a conflict' }
    case 'resolve-many':
      return { zh: `处理 ${say('settled')} 处冲突`, en: `Settled ${plural(count('settled'), 'conflict')}` }
    case 'add':
    case 'edit':
    case 'remove':
      return recordSentence(label)
    case 'move':
      return {
        zh: `${say('title')}由${placeZh(say('from'))}转到“${say('to')}”，自 ${say('on')} 起`,
        en: `Moved ${say('title')} from ${say('from') || 'no branch'} to ${say('to')}, from ${say('on')} on`,
      }
    case 'leave': {
      const reason = wordsOf('membership', 'reason', label['reason'])
      return {
        zh: `${say('title')}（${placeZh(say('from'))}）离团：${reason.zh}，自 ${say('on')} 起`,
        en: `${say('title')} of ${say('from') || 'no branch'} left the League: ${reason.en}, from ${say('on')} on`,
      }
    }
    case 'adopt-types':
      return {
        zh: `设立 ${count('count')} 种常用工作类型`,
        en: `Made ${plural(count('count'), 'usual type', 'usual types')} of work`,
      }
    case 'case':
      return {
        zh: `认定并建立“${say('title')}”的整治台账，${say('on')} 认定，${say('due')} 前整改`,
        en: `Opened the case of ${say('title')}, confirmed on ${say('on')}, due on ${say('due')}`,
      }
    case 'case-many':
      return {
        zh: `认定并建立${manyZh(label)}${manyZh(label).endsWith('个') ? '组织' : ''}的整治台账，${say('on')} 认定，${say('due')} 前整改`,
        en: `Opened the cases of ${manyEn(label)}, confirmed on ${say('on')}, due on ${say('due')}`,
      }
    case 'case-note':
    case 'case-submit':
    case 'case-accept':
    case 'case-return':
    case 'case-merge':
    case 'case-dissolve':
    case 'case-look-back':
    case 'case-relapse':
    case 'case-correct':
    case 'case-grant':
    case 'case-decline':
      return caseSentence(label)
    case 'task-request-grant':
    case 'task-request-decline':
    case 'task-request-withdraw':
      return taskRequestSentence(label)
    case 'rulings':
    case 'ruling': {
      const outcome = wordsOf('ruling', 'outcome', label['outcome'])
      const until = say('expires')
      const n = Number(say('count') || 1)
      const whose = n === 1 ? { zh: '', en: '' } : { zh: `等 ${n} 个组织`, en: ` and ${n - 1} more` }
      return {
        zh: `“${say('title')}”${whose.zh}${outcome.zh}为软弱涣散团组织（${say('on')}，${say('signer')}签署${until === '' ? '' : `，有效期至 ${until}`}）：${say('reason')}`,
        en: `${say('title')}${whose.en} ${outcome.en} on ${say('on')}, signed by ${say('signer')}${until === '' ? '' : `, until ${until}`}: ${say('reason')}`,
      }
    }
    case 'year-freeze':
      return {
        zh: `封存“${say('title')}” ${say('year')} 年度评审，截至 ${say('on')}`,
        en: `Froze the annual review ${say('year')} of ${say('title')}, as of ${say('on')}`,
      }
    case 'year-approve':
      return {
        zh: `审定“${say('title')}” ${say('year')} 年度评审，截至 ${say('on')}`,
        en: `Approved the annual review ${say('year')} of ${say('title')}, as of ${say('on')}`,
      }
    case 'year-take-back':
      return {
        zh: `撤回“${say('title')}” ${say('year')} 年度评审的审定：${say('reason')}`,
        en: `Took back the approval of the annual review ${say('year')} of ${say('title')}: ${say('reason')}`,
      }
    case 'transfer':
    case 'transfer-relay':
    case 'transfer-accept':
    case 'transfer-leave':
    case 'transfer-refuse':
    case 'transfer-cancel':
    case 'transfer-relay-many':
    case 'transfer-accept-many':
    case 'transfer-leave-many':
    case 'transfer-refuse-many':
    case 'transfer-cancel-many':
      return transferSentence(label)
    case 'standing': {
      const status = wordsOf('standing', 'status', label['status'])
      const report = wordsOf('standing', 'report', label['report'])
      return {
        zh: `登记${say('title')}的状态：团籍${status.zh}，报到资料${report.zh}，自 ${say('on')} 起`,
        en: `Registered for ${say('title')}: membership ${status.en}, reporting in ${report.en}, from ${say('on')} on`,
      }
    }
    case 'org-act':
      return decisionSentence(label)
    case 'edit-many': {
      const kind = say('kind')
      const words = kindOf(kind)?.words ?? { zh: kind, en: kind }
      const set = z.record(z.string(), z.unknown()).safeParse(label['set']).data ?? {}
      const told = Object.entries(set).map(([field, to]) => valueSentence(kind, field, to))
      return {
        zh: `修改${words.zh} ${manyZh(label)}：${told.map(one => one.zh).join('；')}`,
        en: `Changed ${manyEn(label)} (${words.en}): ${told.map(one => one.en).join('; ')}`,
      }
    }
    case 'restore': {
      const kind = say('kind')
      const words = kindOf(kind)?.words ?? { zh: kind, en: kind }
      const [of, beside] = [say('of'), count('beside')]
      const title = titleTold(kindOf(kind), say('title'))
      return {
        zh: `恢复${words.zh}${title.zh === '' ? '' : ` ${title.zh}`}${of === '' ? '' : `（${of}）`}${beside > 0 ? `，连同 ${beside} 条相关记录` : ''}`,
        en: `Restored the ${words.en}${title.en === '' ? '' : ` ${title.en}`}${of === '' ? '' : ` of ${of}`}${beside > 0 ? ` with ${plural(beside, 'record')} of it` : ''}`,
      }
    }
    case 'sheet':
      return sheetSentence(label)
    case 'move-many':
    case 'org-move-many':
      return {
        zh: `${manyZh(label)}转到“${say('to')}”，自 ${say('on')} 起`,
        en: `Moved ${manyEn(label)} to ${say('to')}, from ${say('on')} on`,
      }
    case 'leave-many': {
      const reason = wordsOf('membership', 'reason', label['reason'])
      return {
        zh: `${manyZh(label)}离团：${reason.zh}，自 ${say('on')} 起`,
        en: `${manyEn(label)} left the League: ${reason.en}, from ${say('on')} on`,
      }
    }
    case 'standing-many': {
      const status = wordsOf('standing', 'status', label['status'])
      const report = wordsOf('standing', 'report', label['report'])
      return {
        zh: `登记${manyZh(label)}的状态：团籍${status.zh}，报到资料${report.zh}，自 ${say('on')} 起`,
        en: `Registered for ${manyEn(label)}: membership ${status.en}, reporting in ${report.en}, from ${say('on')} on`,
      }
    }
    case 'merge-people':
      return {
        zh: `${say('title')}（${placeZh(say('at'))}）与${say('other')}（${placeZh(say('from'))}）合并为一个人`,
        en: `Merged ${say('title')} of ${say('at') || 'no branch'} and ${say('other')} of ${say('from') || 'no branch'} into one person`,
      }
    case 'apart':
      return {
        zh: `确认${say('title')}（${placeZh(say('at'))}）与${say('other')}（${placeZh(say('from'))}）不是同一人`,
        en: `Noted that ${say('title')} of ${say('at') || 'no branch'} and ${say('other')} of ${say('from') || 'no branch'} are two people`,
      }
    case 'unmerge-people':
      return {
        zh: `把合并到${say('title')}的记录拆开：${say('reason')}`,
        en: `Separated what was merged into ${say('title')}: ${say('reason')}`,
      }
    case 'org-move':
      return decisionSentence({ ...label, act: 'move' })
    case 'merge':
      return { zh: `合并 ${count('pairs')} 处重复`, en: `Merged ${plural(count('pairs'), 'double')}` }
    default:
      return { zh: say('what'), en: say('what') }
  }
}

/** 2018, or a quarter of it as 2018-Q4. */
function sheetSentence(label: Label): Text {
  const kind = String(label['kind'] ?? '')
  const words = kindOf(kind)?.words ?? { zh: kind, en: kind }
  const [year = '', quarter] = String(label['of'] ?? '').split('-Q')
  const at = String(label['at'] ?? '')
  const type = label['type'] === undefined ? '' : String(label['type'])
  const typeEn = type === '' ? '' : `, ${wordsOf(kind, 'type', type).en}`
  return {
    zh: `整表登记“${at}”${year} 年${quarter === undefined ? '' : `第 ${quarter} 季度`}${type || words.zh}：${manyZh(label)}`,
    en: `Entered the sheet of ${words.en} of ${at}, ${quarter === undefined ? '' : `quarter ${quarter} of `}${year}${typeEn}: ${manyEn(label)}`,
  }
}

/** What a field was set to, whatever it said before. */
function valueSentence(kind: string, field: string, to: unknown): Text {
  const known = kindOf(kind)?.fields[field]
  const words = known?.words ?? { zh: field, en: field }
  if (known?.mask !== undefined) return { zh: `${words.zh}已改`, en: `${words.en} changed` }
  const after = wordsOf(kind, field, to)
  return { zh: `${words.zh}改为“${after.zh}”`, en: `${words.en} → ${after.en}` }
}
/** What was decided about an organization: `title` is what it was called, `to` the other one or its new name. */
export function decisionSentence(label: Label): Text {
  const say = (key: string) => String(label[key] ?? '')
  const [title, was, to, on] = [say('title'), say('from'), say('to'), say('on')]
  const members = Number(label['members'] ?? 0)
  const withMembers = {
    zh: members > 0 ? `；${members} 名团员转到“${to}”` : '',
    en: members > 0 ? `; its ${plural(members, 'member goes', 'members go')} to ${to}` : '',
  }
  const from = { zh: `，自 ${on} 起`, en: ` from ${on} on` }
  switch (label['act']) {
    case 'establish':
      return decided(label, { zh: `成立“${title}”${from.zh}`, en: `Founded ${title}${from.en}` })
    case 'rename':
      return decided(label, {
        zh: `“${title}”更名为“${to}”${from.zh}`,
        en: `Renamed ${title} to ${to}${from.en}`,
      })
    case 'kind':
      return decided(label, {
        zh: `“${title}”${was === '' ? '改类型' : `由${was}改`}${to === '' ? '' : `为${to}`}${from.zh}`,
        en: `Changed the kind of ${title}${was === '' ? '' : ` from ${say('fromEn')}`}${label['toEn'] ? ` to ${say('toEn')}` : ''}${from.en}`,
      })
    case 'move':
      return decided(label, {
        zh: `“${title}”${was === '' ? '' : `由“${was}”`}改设在“${to}”之下，自 ${on} 起`,
        en: `Moved ${title}${was === '' ? '' : ` from under ${was}`} under ${to}, from ${on} on`,
      })
    case 'merge':
      return decided(label, {
        zh: `“${title}”并入“${to}”${from.zh}${withMembers.zh}`,
        en: `Merged ${title} into ${to}${from.en}${withMembers.en}`,
      })
    case 'split':
      return decided(label, {
        zh: `由“${to}”分设“${title}”${from.zh}${members > 0 ? `；${members} 名团员编入` : ''}`,
        en: `Split ${title} off from ${to}${from.en}${members > 0 ? `; ${plural(members, 'member goes', 'members go')} there` : ''}`,
      })
    case 'close':
      return decided(label, {
        zh: `撤销“${title}”${from.zh}${withMembers.zh}`,
        en: `Closed ${title}${from.en}${withMembers.en}`,
      })
    case 'reopen':
      return decided(label, {
        zh: `恢复“${title}”${on === '' ? '' : from.zh}`,
        en: `Reopened ${title}${on === '' ? '' : from.en}`,
      })
    default:
      return decided(label, { zh: `“${title}”有变动${from.zh}`, en: `${title} was changed${from.en}` })
  }
}

function undoSentence(number: string, takenBack: Text | undefined, kept: number): Text {
  const [zh, en] = kept === 0 ? ['', ''] : [`，保留 ${kept} 条`, `, ${kept} kept`]
  return takenBack === undefined
    ? { zh: `撤销操作 ${number}${zh}`, en: `Undid step no. ${number}${en}` }
    : { zh: `撤销“${takenBack.zh}”${zh}`, en: `Undid "${takenBack.en}"${en}` }
}

/** What somebody added, changed or removed by hand; the words of kinds and fields are those of their definitions. */
function recordSentence(label: Label): Text {
  const { what, at, who, reason } = label
  const name = String(label['kind'] ?? '')
  const kind = kindOf(name)
  const words = kind?.words ?? { zh: name, en: name }
  const title = titleTold(kind, [who, label['title']].filter(Boolean).join(' '))
  const zh = `${words.zh} ${title.zh}${at ? `（${at}）` : ''}`
  const en = `the ${words.en} ${title.en}${at ? ` of ${at}` : ''}`
  if (what === 'add') return decided(label, { zh: `登记${zh}`, en: `Registered ${en}` })
  if (what === 'remove') return { zh: `删除${zh}：${reason}`, en: `Removed ${en}: ${reason}` }
  const changes = Array.isArray(label['changes'])
    ? label['changes'].map(change => changeSentence(name, change))
    : []
  return decided(label, {
    zh: `修改${zh}：${changes.map(change => change.zh).join('；')}`,
    en: `Changed ${en}: ${changes.map(change => change.en).join('; ')}`,
  })
}

const changeSchema = z.looseObject({ field: z.string() })

/** Old and new value of one field; of a masked one only that it changed. */
function changeSentence(kind: string, change: unknown): Text {
  const read = changeSchema.safeParse(change)
  if (!read.success) return { zh: '', en: '' }
  const { field, from, to } = read.data
  const known = kindOf(kind)?.fields[field]
  const words = known?.words ?? { zh: field, en: field }
  if (known?.mask !== undefined) return { zh: `${words.zh}已改`, en: `${words.en} changed` }
  const [before, after] = [wordsOf(kind, field, from), wordsOf(kind, field, to)]
  return {
    zh: `${words.zh}由“${before.zh}”改为“${after.zh}”`,
    en: `${words.en} ${before.en} → ${after.en}`,
  }
}

/** A kept value as people read it. */
function wordsOf(kind: string, field: string, value: unknown): Text {
  if (value === null || value === undefined || value === '') return { zh: '空', en: '(blank)' }
  const known = kindOf(kind)?.fields[field]
  const show = (lang: keyof Text) => (known === undefined ? String(value) : known.show(value, lang))
  return { zh: show('zh'), en: show('en') }
}

function placeZh(name: string): string {
  return name === '' ? '没有编入支部' : `“${name}”`
}

/** With the day of the decision and the document, where they were given. */
function decided(label: Label, text: Text): Text {
  const { decided: day, document } = label
  const parts = [day, document].filter(Boolean)
  return parts.length === 0
    ? text
    : {
        zh: `${text.zh}（${[day && `${day} 决定`, document].filter(Boolean).join('，')}）`,
        en: `${text.en} (${[day && `decided ${day}`, document].filter(Boolean).join(', ')})`,
      }
}

/** How a request to change a task was answered: what holds from here on, or that all stays as it was. */
function taskRequestSentence(label: Label): Text {
  const [title, at, reason] = [label['title'], label['at'], label['reason']].map(said => String(said ?? ''))
  const [target, due] = [label['target'], label['due']]
  const zh = [target !== undefined && `目标改为 ${target}`, due !== undefined && `期限改为 ${due}`]
  const en = [target !== undefined && `the target is ${target}`, due !== undefined && `it is due on ${due}`]
  const because = (mark: string) => (reason === '' ? '' : `${mark}${reason}`)
  switch (label['what']) {
    case 'task-request-grant':
      return {
        zh: `同意“${at}”调整任务“${title}”：${zh.filter(Boolean).join('，')}${because('；')}`,
        en: `Granted ${at} its request about the task "${title}": ${en.filter(Boolean).join(', ')}${because('; ')}`,
      }
    case 'task-request-decline':
      return {
        zh: `不同意“${at}”调整任务“${title}”${because('：')}`,
        en: `Declined the request of ${at} about the task "${title}"${because(': ')}`,
      }
    default:
      return {
        zh: `“${at}”撤回调整任务“${title}”的申请${because('：')}`,
        en: `Withdrew the request of ${at} about the task "${title}"${because(': ')}`,
      }
  }
}

/** A step of a case by the words of its course. */
function caseSentence(label: Label): Text {
  const action = String(label['what']).slice('case-'.length)
  const words = ruleOf(rectificationCourse, action)?.words ?? { zh: action, en: action }
  const [title, on, reason] = [label['title'], label['on'], label['reason']].map(said => String(said ?? ''))
  return {
    zh: `“${title}”整治：${words.zh}（${on}）${reason === '' ? '' : `，${reason}`}`,
    en: `The case of ${title}: ${words.en} on ${on}${reason === '' ? '' : `, ${reason}`}`,
  }
}
