import { useState } from 'react'
import { decision } from '#db/records/decision.ts'
import { valueOfText } from '#db/records/reading.ts'
import { dayJustPast } from '#db/records/types/day.ts'
import { useStatus } from '../../api/questions.ts'

/** The day that is meant, written as in every form and roster: 2018.3.5 or 20180305. Undefined where that is none. */
export function dayMeant(text: string): string | undefined {
  const meant = valueOfText(decision.fields.decided, text)
  return typeof meant === 'string' ? meant : undefined
}

/** The same of something that was done by now: 3.5 is the last 5th of March. */
export function pastDayMeant(text: string, today: string): string | undefined {
  return dayMeant(text) ?? dayJustPast(text, today)
}

/** The day of an act as it is typed and as it is meant: today until another one is said, which a window left open sees change. */
export function useActDay() {
  const today = useStatus().data?.clock.today ?? ''
  const [typed, setTyped] = useState<string>()
  const text = typed ?? today
  const meant = pastDayMeant(text, today)
  return { text, meant, write: setTyped, settle: () => setTyped(typed && (meant ?? typed)) }
}
