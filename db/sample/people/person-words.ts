/** Surnames about as common as they are: the first hundred of the country, the commonest of them several times. */
export const surnames = (
  '王李张刘陈杨黄赵吴周' +
  '王李张刘陈杨黄赵吴周林何罗梁谢'.repeat(2) +
  '徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤'
).split('')
export const compoundSurnames = '欧阳 上官 司徒 司马 诸葛 慕容 皇甫 令狐 尉迟 东方 夏侯 端木'.split(' ')

export const givenBoth = '晓文思嘉子雨明欣宇安乐辰一林佳俊雅志清云海成月春新平永'.split('')
export const givenMale = '伟强磊军勇杰涛超鹏辉刚健斌浩凯峰龙宏建国华东亮轩泽航博坤锋豪'.split('')
export const givenFemale = '芳娜敏静丽艳娟霞燕玲婷萍红颖琳倩雪慧莹洁梅兰桂怡萱诗瑶彤琪'.split('')
/** Characters that old programs lose: outside the BMP, or in no GBK. */
export const rareCharacters = ['𠮷', '𬭎', '𫖯', '𣲘', '䶮', '㛃', '龑', '犇', '堃', '𡛢']

export const uyghurGiven = '阿依古丽 阿迪力 买尔丹 古丽娜尔 艾力 热依汗 帕尔哈提 米热古丽'.split(' ')
export const uyghurFathers = '买买提 吐尔逊 阿不都拉 艾尼瓦尔 司马义 托合提 库尔班'.split(' ')

/** 民族 of a district in Guangdong, by weight. */
export const nations = [
  ...Array.from({ length: 92 }, () => '汉族'),
  ...'壮族 壮族 瑶族 瑶族 土家族 土家族 苗族 苗族'.split(' '),
]
