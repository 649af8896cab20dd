import type { OrgKind, Severity, Tier } from '#contract/vocabulary.ts'
import type { Text } from '#db/shared/text.ts'

/** How the field's codes are called when people read them. */

export const tierTexts: Readonly<Record<Tier, Text>> = {
  district: { zh: '区级', en: 'district' },
  organ: { zh: '直属机关', en: 'organ' },
  street: { zh: '街道', en: 'street' },
  community: { zh: '社区', en: 'community' },
  'two-new': { zh: '两新组织', en: 'two-new' },
}

export const kindTexts: Readonly<Record<OrgKind, Text>> = {
  leading: { zh: '领导机关团组织', en: 'leading body' },
  'work-committee': { zh: '团工委', en: 'work committee' },
  committee: { zh: '团委', en: 'committee' },
  'general-branch': { zh: '团总支', en: 'general branch' },
  branch: { zh: '团支部', en: 'branch' },
}

export const severityTexts: Readonly<Record<Severity, Text>> = {
  red: { zh: '红灯', en: 'red' },
  orange: { zh: '橙灯', en: 'orange' },
  yellow: { zh: '黄灯', en: 'yellow' },
  info: { zh: '提示', en: 'info' },
}
