/** What stands in a column that asks a question, and is no answer but yes or no. */

export const saysYes = /^(?:是|已.{0,8}|有|对|1|y|yes|true|√|✓|✔|☑|■|●)$/i
export const saysNo = /^(?:否|不是|无|没有?.{0,8}|[未尚].{0,8}|0|n|no|false|×|✗|✘|x)$/i

/** 是否建团: whether a unit has an organization of the League. */
export const builtHeader =
  /^(?:是否|有无)(?:已|已经)?(?:建|成立|组建|建立|设立)?(?:立|有)?(?:团组织|团支部|团委|团)(?:[(（].*)?$|^建团(?:情况|状态|与否)$/
