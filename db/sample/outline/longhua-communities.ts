/**
 * The six streets of 深圳市龙华区 and their residents' committees (社区居委会), in the order of their codes under 440309.
 * An extract of the statistical division codes of the National Bureau of Statistics of China (国家统计局 统计用区划代码),
 * as of 2023-06-30.
 */
export const longhuaCommunities: ReadonlyMap<string, readonly string[]> = new Map([
  [
    '观湖街道',
    names(
      '大和 马坜 横坑 岗头 南大富 福兴围 松元厦 老村 金龙湖 新田 上坑 下湖 大航 中航格澜郡 招商澜园 鹭湖 高新园',
    ),
  ],
  [
    '民治街道',
    names(
      '沙吓 民康 恒穗 华城 华民 樟坑 白石龙 横岭 民泰 民富 民安 民丰 东头 上龙 银华 新塘 大岭 锦绣 丰润 牛栏前 北站 红山',
    ),
  ],
  [
    '龙华街道',
    names(
      '荔园 景华 弓村 山咀头 狮头岭 墩背 河背 老围 牛地埔 郭吓 玉翠 共和 下油松 伍屋 瓦窑排 富康 恒泰 上油松 水斗老围 水斗新围 清湖 清华 景新',
    ),
  ],
  [
    '大浪街道',
    names(
      '上岭排 下岭排 黄麻埔 罗屋围 浪口 水围 赤岭头 鹊山 上早 陶吓 下早 元芬 上横朗 下横朗 赖屋山 谭罗 三合 龙胜 新围 石凹 龙平',
    ),
  ],
  ['福城街道', names('狮径 悦兴围 丹湖 福安 四和 新城 茜坑 大兴 大三 桔塘 章阁 兴富 九龙山')],
  [
    '观澜街道',
    names('大布巷 翠澜 桂澜 桂花 星花 大坪 君龙 君新 启明 石马径 广培 大水田 富坑 凹背 陂头吓 黎光 陂新'),
  ],
])

function names(text: string): readonly string[] {
  return text.split(' ')
}
