/**
 * Traditional characters that stand in headers, words of lists and names of organizations, each before its simplified
 * one. Names of people stay as they are written.
 */
const pairs =
  '屬属歲岁圖图進进還还過过開开並并兩两隊队勵励畢毕稱称駐驻訓训練练課课題题隨随標标準准點点網网絡络內内齡龄發发對对資资線线樓楼環环銀银質质選选舉举屆届親亲團团員员證证號号碼码話话電电聯联繫系係系時时間间學学歷历經经濟济業业專专職职務务幹干黨党預预備备積积極极組组織织區区縣县鄉乡鎮镇門门單单處处級级總总會会議议評评結结論论現现狀状態态轉转離离遷迁報报審审覈核註注記记錄录說说類类別别漢汉滿满壯壮維维爾尔瑤瑶蘭兰龍龙華华觀观瀾澜潤润東东廣广應应實实數数額额納纳費费繳缴無无個个國国際际體体羅罗徑径頭头嶺岭橋桥園园廠厂場场館馆醫医衛卫劃划劉刘陳陈張张書书錢钱產产權权願愿誌志優优異异獎奖懲惩罰罚從从來来請请領领導导機机關关計计萬万與与為为長长見见貫贯參参'

const simple = new Map<string, string>()
for (let at = 0; at + 1 < pairs.length; at += 2) simple.set(pairs.charAt(at), pairs.charAt(at + 1))
const traditional = new RegExp(`[${[...simple.keys()].join('')}]`, 'g')

/** The text with these characters as the mainland writes them. */
export function simplified(text: string): string {
  return text.replace(traditional, char => simple.get(char) ?? char)
}
