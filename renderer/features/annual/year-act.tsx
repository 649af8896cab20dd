import { Alert, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { YearUnit } from '#contract/lifeline/annual.ts'
import { useClient } from '../../api/client.ts'
import { failureOf } from '../../api/failure.ts'
import { useChanged } from '../../api/use-changed.ts'
import { AskFirst, AskForm, ReasonField } from '../../kit/feedback/ask-first.tsx'
import { failureSentence } from '../../kit/feedback/failure-sentence.ts'
import { useLongWork } from '../../kit/feedback/long-work.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { useDraft, useWorkingName } from '../../kit/this-pc.ts'
import { useSpoken } from '../../text/language.ts'
import { inOneLine } from '../../text/written.ts'

type Props = {
  readonly unit: YearUnit
  readonly verb: YearUnit['may'][number]
  readonly year: number
  readonly day: string
  readonly onEnd: () => void
}

/** Says what freezing, approving or taking back does, and does it. */
export function YearAct({ unit, verb, year, day, onEnd }: Props) {
  const spoken = useSpoken()
  const { words, say, language } = spoken
  const { annual } = words
  const client = useClient()
  const work = useLongWork()
  const changed = useChanged()
  const { done: tell } = useNotices()
  const [by] = useWorkingName()
  const [reason, setReason, forget] = useDraft(`year.${verb}.${unit.org}.${year}`)
  const [wasSent, setSent] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  const isWanting = verb === 'take-back' && reason.trim() === ''
  const what =
    verb === 'freeze'
      ? annual.confirm.freeze(unit.name, String(year), day)
      : annual.confirm[verb](unit.name, String(year))
  const carryOut = async () => {
    setSent(true)
    if (isWanting) return
    setBusy(true)
    setRefused(undefined)
    const asked = { org: unit.org, year, by }
    try {
      const done =
        verb === 'take-back'
          ? await client.annual.takeBack({ ...asked, reason: reason.trim() })
          : await work(annual.working[verb], signal => client.annual[verb](asked, { signal }))
      forget()
      const said = inOneLine([...done.sentences, ...done.warnings].map(say), language)
      // An approval is taken back by its own verb alone, with a reason.
      if (verb === 'freeze') tell(said, done.changeSet)
      else notifications.show({ message: said, color: 'teal' })
      onEnd()
      await changed()
    } catch (error) {
      setRefused(failureSentence(failureOf(error), spoken))
    } finally {
      setBusy(false)
    }
  }
  return (
    <AskFirst opened title={annual.verbOf(annual.verbs[verb], unit.name)} onEnd={onEnd}>
      <AskForm does={annual.verbs[verb]} isBusy={isBusy} onEnd={onEnd} onDo={() => void carryOut()}>
        <Text size="sm">{what}</Text>
        {verb === 'take-back' && (
          <ReasonField
            label={annual.reason}
            isLong
            value={reason}
            error={wasSent && isWanting ? annual.reasonMissing : undefined}
            onChange={setReason}
          />
        )}
        {refused !== undefined && (
          <Alert color="orange" role="alert">
            {refused}
          </Alert>
        )}
      </AskForm>
    </AskFirst>
  )
}
