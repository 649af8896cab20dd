import type { IdType } from '#contract/vocabulary.ts'
import type { Sex } from '../types/gb-11643.ts'
import { termTable, wordTable } from '../types/word-table.ts'

/** 证件类型: every paper that is no 居民身份证 counts as 境外身份证. */
export const idTypeWords = wordTable<IdType>({
  resident: [
    '普通居民身份证',
    '居民身份证',
    '身份证',
    '二代身份证',
    '第二代居民身份证',
    '二代居民身份证',
    '大陆居民身份证',
    '1',
  ],
  foreign: [
    '境外身份证',
    '境外证件',
    '护照',
    '外国护照',
    '港澳居民来往内地通行证',
    '港澳通行证',
    '回乡证',
    '台湾居民来往大陆通行证',
    '台胞证',
    '港澳台居民居住证',
    '港澳居民居住证',
    '台湾居民居住证',
    '香港身份证',
    '澳门身份证',
    '台湾身份证',
    '香港居民身份证',
    '澳门居民身份证',
    '外国人永久居留身份证',
    '外国人永久居留证',
    '其他',
    '其他证件',
    '2',
  ],
})

export const sexWords = wordTable<Sex>({
  male: ['男', '男性', '男生', '男士', 'M', '1'],
  female: ['女', '女性', '女生', '女士', 'F', '2'],
})

/** 实名认证状态. */
export const verifiedWords = wordTable<'passed' | 'checking' | 'failed' | 'offline'>({
  passed: ['通过', '认证通过', '已认证'],
  checking: ['校验中', '认证中'],
  failed: ['校验失败', '认证失败', '未通过'],
  offline: ['线下验证通过', '线下通过'],
})

/** 政治面貌, of members and of cadres; by their number in GB/T 4762 too, where it has both digits: a bare 3 is anybody's. */
export const politicalWords = termTable({
  共青团员: ['团员', '共青团', '中国共产主义青年团团员', '中国共产主义青年团员', '保留团籍的团员', '03'],
  中共党员: [
    '党员',
    '正式党员',
    '中共党员(保留团籍)',
    '党员(保留团籍)',
    '保留团籍的党员',
    '中国共产党党员',
    '中共正式党员',
    '共产党员',
    '中国共产党正式党员',
    '01',
  ],
  中共预备党员: ['预备党员', '中国共产党预备党员', '02'],
  群众: ['普通公民', '一般群众', '13'],
  无党派人士: ['无党派', '无党派民主人士', '12'],
  少先队员: [],
  入团积极分子: ['入团申请人'],
  民革党员: ['民革会员', '04'],
  民盟盟员: ['05'],
  民建会员: ['06'],
  民进会员: ['07'],
  农工党党员: ['08'],
  致公党党员: ['09'],
  九三学社社员: ['10'],
  台盟盟员: ['11'],
})

/** 学历: the fifteen of the member form and the fifteen of the cadre form, which differ (domain.md 4.3); by their number in GB/T 4658 too. */
export const educationWords = termTable({
  小学: ['80', '81'],
  初中: ['初中毕业', '70', '71'],
  高中: ['高中毕业', '60', '61'],
  中职: [
    '中专',
    '中职中专',
    '职高',
    '技校',
    '中技',
    '职业高中',
    '中等专科',
    '中等职业学校',
    '40',
    '41',
    '44',
    '47',
  ],
  大专: ['专科', '大学专科', '高职', '大学大专', '30', '31'],
  本科: ['大学本科', '大学', '学士', '全日制本科', '20', '21'],
  硕士: ['硕士研究生', '研究生', '研究生硕士', '14'],
  博士: ['博士研究生', '研究生博士', '11'],
  初中在读: ['初中生'],
  高中在读: ['高中生'],
  中职中专在读: ['中职在读', '中专在读', '中职生', '中专生'],
  大专在读: ['专科在读', '大专生'],
  本科在读: ['大学本科在读', '大学在读', '本科生', '大学生'],
  硕士在读: ['硕士研究生在读', '研究生在读'],
  博士在读: ['博士研究生在读'],
  普通本科: [],
  普通本科在读: [],
  普通专科: [],
  普通专科在读: [],
  普通高中: [],
  普通高中在读: [],
  中等职业教育: [],
  中等职业教育在读: [],
})

const nations =
  '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺'

const shortNations: Readonly<Record<string, string>> = {
  维吾尔: '维族',
  蒙古: '蒙族',
  朝鲜: '鲜族',
  哈萨克: '哈族',
}

/** 民族: the fifty-six, with or without 族, or by their number in GB/T 3304, which has them in this order. */
export const nationWords = termTable({
  ...Object.fromEntries(
    nations.split(' ').map((nation, i) => {
      const short = shortNations[nation]
      const numbers = [`${i + 1}`, `${i + 1}`.padStart(2, '0')]
      return [`${nation}族`, [nation, ...numbers, ...(short === undefined ? [] : [short])]]
    }),
  ),
  外国血统中国籍人士: ['外国血统', '入籍'],
  其他: ['其它', '未识别民族'],
})
