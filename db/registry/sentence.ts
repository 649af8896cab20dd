import type { Text } from '#db/shared/text.ts'

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
      const rosters: Record<string, Text> = {
        orgs: { zh: '组织', en: 'organizations' },
        members: { zh: '团员', en: 'members' },
        cadres: { zh: '团干部', en: 'cadres' },
        meetings: { zh: '活动', en: 'meetings' },
      }
      const roster = rosters[say('as')] ?? { zh: say('as'), en: say('as') }
      return { zh: `导入${roster.zh}：${say('file')}`, en: `Imported ${roster.en} from ${say('file')}` }
    }
    case 'undo':
      return undoSentence(say('of'), takenBack && sentenceOf(takenBack))
    case 'packet':
      return {
        zh: `并入${say('from')}的第 ${say('number')} 号数据包`,
        en: `Took in packet no. ${say('number')} from ${say('from')}`,
      }
    case 'packet-undo':
      return {
        zh: `退回${say('from')}的第 ${say('number')} 号数据包：${say('reason')}`,
        en: `Gave back packet no. ${say('number')} from ${say('from')}: ${say('reason')}`,
      }
    case 'enrol-approve':
      return { zh: `批准${say('name')}加入`, en: `Approved ${say('name')}` }
    case 'enrol-accept':
      return { zh: `加入${say('name')}的台账`, en: `Joined the registry of ${say('name')}` }
    case 'enrol-revoke':
      return { zh: `吊销${say('name')}的密钥`, en: `Revoked the key of ${say('name')}` }
    case 'resolve':
      return { zh: '处理一处冲突', en: 'Settled a conflict' }
    case 'merge':
      return { zh: `合并 ${count('pairs')} 处重复`, en: `Merged ${count('pairs')} doubles` }
    default:
      return { zh: say('what'), en: say('what') }
  }
}

function undoSentence(number: string, takenBack: Text | undefined): Text {
  return takenBack === undefined
    ? { zh: `撤销操作 ${number}`, en: `Took back change set ${number}` }
    : { zh: `撤销“${takenBack.zh}”`, en: `Took back "${takenBack.en}"` }
}
