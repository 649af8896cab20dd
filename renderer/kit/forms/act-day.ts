import { useState } from 'react'
import { valueOfText } from '#db/records/reading.ts'
import { day, dayJustPast } from '#db/records/types/day.ts'
import { useStatus } from '../../api/questions.ts'

const anyDay = day('日期', 'date')

/** The day that is meant, written as in every form and roster: 2018.3.5, 20180305, 2018年3月5日. Undefined where that is none. */
export function dayMeant(text: string): string | undefined {
  const meant = valueOfText(anyDay, text)
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
