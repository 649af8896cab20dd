import type { Text } from '#db/shared/text.ts'
import { isLedger } from '../../ledger/ledger-form.ts'
import type { RosterKind } from '../../roster-kind.ts'
import { rosterKinds, rosterOf } from '../../roster-kinds.ts'
import { areOfSeveralDays } from '../choose-table.ts'
import { locateTable } from '../locate-table.ts'
import {
  formOfOnePerson,
  namesAreDecided,
  tellsOfNewNames,
  tellsOfTransfers,
  transfersAreDone,
} from '../not-a-roster.ts'
import { rosterDay } from '../roster-day.ts'
import { columnChoices } from '../table-request.ts'
import { doubtIn, ofSeveralYears, titlesOf } from './doubts.ts'
import {
  clearLead,
  type Fit,
  fitOf,
  kindsBySheet,
  leastScore,
  type Recognising,
  type SheetGuess,
  sheetsLike,
  soleLook,
  type TakenFor,
  wholeRather,
  wordsOf,
} from './fit.ts'
import { whatCounts, whatElse } from './no-roster.ts'
import { electedAndOfficers, service, training, twoTables, withoutNumbers } from './other-lists.ts'

/** Which roster sheets look like, those in sight first, and why; or the sheet that fits best what they are said to be. */
export function takenFor(looks: readonly SheetGuess[], file: Recognising): TakenFor {
  const said = file.as === undefined ? undefined : rosterOf(file.as)
  const asked = said === undefined ? rosterKinds : [said]
  const fits = looks.flatMap(look => asked.flatMap(kind => fitOf(kind, look, file) ?? []))
  const best = wholeRather(
    fits.reduce<Fit | undefined>((a, b) => (a !== undefined && a.score >= b.score ? a : b), undefined),
    fits,
  )
  if (said !== undefined) {
    const look = best?.look ?? looks.find(({ sheet }) => !sheet.hidden) ?? looks[0]
    const sure = best !== undefined && best.lacking.length === 0
    const one = formOfOnePerson(look?.rows ?? [], said.form)
    const why = best === undefined ? (one?.(file.fileName).text ?? noHeader) : whyOf(best)
    const together = best === undefined || file.sheet !== undefined ? [] : sheetsLike(best, fits)
    return { kind: said, look, together: together.length > 0 ? together : soleLook(look), sure, why }
  }
  const ledger = looks.find(({ sheet, rows }) => !sheet.hidden && isLedger(rows))
  if (ledger !== undefined)
    return {
      ...{ kind: null, isLedger: true, look: ledger, together: soleLook(ledger), sure: false },
      why: {
        zh: '表头是整治台账的，不是名册。',
        en: 'Its headers are those of a rectification ledger; it is no roster.',
      },
    }
  if (best === undefined || best.lacking.length > 0) {
    const look = looks.find(({ sheet, rows }) => !sheet.hidden && tellsOfTransfers(rows))
    if (look !== undefined)
      return { kind: null, look, together: soleLook(look), sure: false, why: transfersAreDone }
    const renamed = looks.find(({ sheet, rows }) => !sheet.hidden && tellsOfNewNames(rows))
    if (renamed !== undefined)
      return {
        ...{ kind: null, look: renamed, together: soleLook(renamed), sure: false },
        why: namesAreDecided,
      }
    const first = looks.find(({ sheet }) => !sheet.hidden)
    const years = ofSeveralYears(first?.rows ?? [])
    if (years !== undefined)
      return { kind: null, look: first, together: soleLook(first), sure: false, why: years }
  }
  const seen = looks.find(({ sheet }) => !sheet.hidden)
  const fitsNone = best === undefined || best.lacking.length > 0 || best.score <= leastScore
  const otherwise = fitsNone
    ? whatElse(seen?.rows ?? [])
    : best.kind.as === 'orgs'
      ? whatCounts(best.look.rows)
      : undefined
  if (otherwise !== undefined)
    return { kind: null, look: seen, together: soleLook(seen), sure: false, why: otherwise }
  const titles = best === undefined ? [] : titlesOf(best, file.fileName)
  const served = service(best, looks, fits, titles)
  if (served !== undefined) return served
  const people = withoutNumbers(fits)
  if (people !== undefined && formOfOnePerson(people.look.rows, people.kind.form) === undefined)
    return {
      ...{ kind: people.kind, look: people.look, together: soleLook(people.look), sure: false },
      why: whyOf(people),
    }
  if (best === undefined || best.score <= leastScore) {
    const look = looks.find(({ sheet }) => !sheet.hidden) ?? looks[0]
    const rows = look?.rows ?? []
    const one =
      formOfOnePerson(rows, rosterOf('members').form) ?? formOfOnePerson(rows, rosterOf('meetings').form)
    const why = one?.(file.fileName).text ?? noHeader
    return { kind: null, look, together: soleLook(look), sure: false, why }
  }
  const kinds = kindsBySheet(fits)
  const [first, ...others] = kinds
  if (first !== undefined && others.length > 0 && new Set(kinds.map(({ kind }) => kind)).size > 1)
    return {
      kind: first.kind,
      look: first.look,
      together: sheetsLike(first, fits),
      sure: false,
      why: severalKinds(kinds),
    }
  const together = sheetsLike(best, fits)
  const whole = { kind: best.kind, look: together[0] ?? best.look, together }
  const both = electedAndOfficers(best.look, fits)
  if (both !== undefined) return { ...whole, ...both, sure: false }
  const taught = training(best, fits, titles)
  if (taught !== undefined) return taught
  const apart = twoTables(best, fits)
  if (apart !== undefined) return { ...apart, sure: false }
  const rival = fits.find(
    fit =>
      fit.look === best.look &&
      fit.kind !== best.kind &&
      fit.score > leastScore &&
      fit.score > best.score - clearLead,
  )
  if (rival !== undefined) return { ...whole, sure: false, why: rivalled(best, rival) }
  if (isOfSeveralDays(best.kind, together, file))
    return { ...whole, sure: false, why: severalDays(best, together.length) }
  const doubt = doubtIn(best, titles)
  if (doubt !== undefined) return { ...whole, sure: false, why: doubt }
  if (together.length > 1) return { ...whole, sure: true, why: severalSheets(best, together) }
  return { ...whole, sure: best.lacking.length === 0, why: whyOf(best) }
}

function isOfSeveralDays({ as, form }: RosterKind, looks: readonly SheetGuess[], file: Recognising): boolean {
  const choices = columnChoices(form, { fileName: file.fileName, remembered: file.remembered?.[as] })
  const tables = looks.map(({ sheet, rows }) => ({
    name: sheet.name,
    day: rosterDay(locateTable(rows, form, choices)?.above ?? []),
  }))
  return areOfSeveralDays(form, tables)
}

const noHeader: Text = {
  zh: '表头里没有认出足够的列名，看不出是哪一种名册。',
  en: 'Too few headers were understood to tell which roster this is.',
}

function whyOf({ kind, telling, lacking, maybePlace }: Fit): Text {
  if (lacking.length > 0) {
    const asked =
      maybePlace === undefined
        ? { zh: '', en: '' }
        : {
            zh: `“${maybePlace}”一列写的如果就是团支部，请指定；整张表属于一个团支部的，请选那个团支部。`,
            en: ` If the column ${maybePlace} says the branch, choose it for that; if all rows are of one branch, choose the branch.`,
          }
    return {
      zh: `像${wordsOf(kind).zh}，但缺少“${lacking.join('”“')}”列。${asked.zh}`,
      en: `It looks like ${wordsOf(kind).en}, but lacks the column ${lacking.join(', ')}.${asked.en}`,
    }
  }
  return {
    zh: `表头里有“${telling.join('”“')}”，是${wordsOf(kind).zh}。`,
    en: `Its headers ${telling.join(', ')} are those of ${wordsOf(kind).en}.`,
  }
}

function rivalled(best: Fit, rival: Fit): Text {
  return {
    zh: `像${wordsOf(best.kind).zh}，也像${wordsOf(rival.kind).zh}。请看一下对不对。`,
    en: `It looks like ${wordsOf(best.kind).en}, but also like ${wordsOf(rival.kind).en}. Check which it is.`,
  }
}

function severalSheets(best: Fit, looks: readonly SheetGuess[]): Text {
  const names = looks.map(({ sheet }) => sheet.name)
  return {
    zh: `“${names.join('”“')}”这 ${names.length} 张工作表都是${wordsOf(best.kind).zh}，一起导入。`,
    en: `These ${names.length} sheets are ${wordsOf(best.kind).en} and are imported together: ${names.join(', ')}.`,
  }
}

function severalDays(best: Fit, n: number): Text {
  return {
    zh: `有 ${n} 张工作表都像${wordsOf(best.kind).zh}，填报日期不同。请选一张。`,
    en: `${n} sheets look like ${wordsOf(best.kind).en}, of different days. Choose one.`,
  }
}

function severalKinds(fits: readonly Fit[]): Text {
  const zh = fits.map(({ kind, look }) => `“${look.sheet.name}”像${wordsOf(kind).zh}`)
  const en = fits.map(({ kind, look }) => `"${look.sheet.name}" looks like ${wordsOf(kind).en}`)
  return {
    zh: `一次导入一张工作表：${zh.join('，')}。导入这一张后，把文件再拖进来选另一张。`,
    en: `One sheet is imported at a time: ${en.join(', ')}. After this one, drop the file again and choose another.`,
  }
}
