import type { Text } from '#db/shared/text.ts'
import { manyEn, manyZh } from './many-named.ts'

/** What was done about a transfer, or about several at once. */
export function transferSentence(label: Readonly<Record<string, unknown>>): Text {
  const say = (key: string) => String(label[key] ?? '')
  const [title, from, to, on, reason] = [say('title'), say('from'), say('to'), say('on'), say('reason')]
  const because = { zh: reason === '' ? '' : `：${reason}`, en: reason === '' ? '' : `: ${reason}` }
  // Those who go to different branches are told without them.
  const into = { zh: to === '' ? '' : `，编入“${to}”`, en: to === '' ? '' : ` into ${to}` }
  switch (label['what']) {
    case 'transfer':
      return {
        zh: `为${title}申请转接：由“${from}”转往“${to}”，${on} 申请，${say('deadline')} 前办结`,
        en: `Asked for the transfer of ${title} from ${from} to ${to} on ${on}, to be answered by ${say('deadline')}`,
      }
    case 'transfer-relay':
      return { zh: `把${title}的转接转交“${to}”`, en: `Passed the transfer of ${title} on to ${to}` }
    case 'transfer-relay-many':
      return {
        zh: `把${manyZh(label)}的转接转交“${to}”`,
        en: `Passed the transfers of ${manyEn(label)} on to ${to}`,
      }
    case 'transfer-accept':
      return {
        zh: `接收${title}（由“${from}”转来）${into.zh}，自 ${on} 起`,
        en: `Accepted ${title} from ${from}${into.en}, from ${on} on`,
      }
    case 'transfer-accept-many':
      return {
        zh: `接收转来的${manyZh(label)}${into.zh}，自 ${on} 起`,
        en: `Accepted ${manyEn(label)}${into.en}, from ${on} on`,
      }
    case 'transfer-leave':
      return {
        zh: `${title}已转出系统外（由“${from}”转往“${to}”），自 ${on} 起`,
        en: `${title} of ${from} left the system for ${to}, from ${on} on`,
      }
    case 'transfer-leave-many':
      return {
        zh: `${manyZh(label)}已转出系统外，自 ${on} 起`,
        en: `${manyEn(label)} left the system, from ${on} on`,
      }
    case 'transfer-refuse':
      return { zh: `退回${title}的转接${because.zh}`, en: `Refused the transfer of ${title}${because.en}` }
    case 'transfer-refuse-many':
      return {
        zh: `退回${manyZh(label)}的转接${because.zh}`,
        en: `Refused the transfers of ${manyEn(label)}${because.en}`,
      }
    case 'transfer-cancel-many':
      return {
        zh: `撤销${manyZh(label)}的转接${because.zh}`,
        en: `Cancelled the transfers of ${manyEn(label)}${because.en}`,
      }
    default:
      return { zh: `撤销${title}的转接${because.zh}`, en: `Cancelled the transfer of ${title}${because.en}` }
  }
}
