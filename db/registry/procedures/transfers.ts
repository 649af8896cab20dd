import type { z } from 'zod'
import type { manyAnswersSchema } from '#contract/transfers.ts'
import { type Implementing, longProcedure } from '#db/procedure.ts'
import { addForm } from '#db/records/forms.ts'
import type { Standpoint } from '#db/registry/acts/known.ts'
import { Planning } from '#db/registry/acts/planning.ts'
import { type Answer, planAnswer, unknownTransfer } from '#db/registry/transfers/plan-answer.ts'
import { planAnswers } from '#db/registry/transfers/plan-answers.ts'
import { planTransfer } from '#db/registry/transfers/plan-transfer.ts'
import { findTransfer } from '#db/registry/transfers/read-transfers.ts'
import { listTransfers, tellTransfers } from '#db/registry/transfers/tell-transfers.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { invariant } from '#db/shared/invariant.ts'
import { refuse } from '#db/shared/refusal.ts'
import { acting, carryOutMany, standing } from './records.ts'
import { dayOf, orgOrOwn } from './registry.ts'

type AnswersInput = z.output<typeof manyAnswersSchema>

/** 组织关系转接: asked for, listed, and answered. */
export function transferProcedures(os: Implementing, session: Session) {
  const answer = (action: Answer['action'], input: Omit<Answer, 'action'>, standpoint: Standpoint) =>
    planAnswer(standpoint, { ...input, action })
  return {
    ask: os.transfers.ask.handler(({ input }) =>
      acting(session, input, async standpoint => {
        const { person, to, outside, reason, fees, deadline, note, on, endPosts } = input
        const form = addForm('transfer')
        invariant(form, 'transfers are asked for by a form')
        const planning = new Planning(standpoint, form, {
          person,
          to,
          way: outside ? 'outside' : 'inside',
          reason,
          fees,
          ...(on && { asked: on }),
          ...(deadline && { deadline }),
          ...(note && { note }),
        })
        await planning.lookUp()
        return planTransfer(planning, endPosts)
      }),
    ),
    list: os.transfers.list.handler(async ({ input }) => {
      const { org, asOf: day, ...asked } = input
      const root = (await orgOrOwn(session, org)).id
      const asOf = dayOf(session, day)
      return listTransfers(session.reader(), { ...asked, root, office: session.office(), asOf })
    }),
    show: os.transfers.show.handler(async ({ input }) => {
      const reader = session.reader()
      const asOf = today(session.clock)
      const found = await findTransfer(reader, input.id, asOf)
      const [told] =
        found === undefined ? [] : await tellTransfers(reader, [found], { office: session.office(), asOf })
      if (told === undefined) {
        const { zh, en } = unknownTransfer(input.id)
        refuse('transfer-unknown', zh, en, { id: input.id })
      }
      return told
    }),
    accept: os.transfers.accept.handler(({ input }) =>
      acting(session, input, standpoint => answer('accept', input, standpoint)),
    ),
    refuse: os.transfers.refuse.handler(({ input }) =>
      acting(session, input, standpoint => answer('refuse', input, standpoint)),
    ),
    cancel: os.transfers.cancel.handler(({ input }) =>
      acting(session, input, standpoint => answer('cancel', input, standpoint)),
    ),
    relay: os.transfers.relay.handler(({ input }) =>
      acting(session, input, standpoint => answer('relay', input, standpoint)),
    ),
    answerMany: os.transfers.answerMany.handler(
      longProcedure(session, (input: AnswersInput, report) =>
        standing(session, input, (standpoint, journal) =>
          carryOutMany(session, journal, input, report, looked =>
            planAnswers(standpoint, { ...input, looked }),
          ),
        ),
      ),
    ),
  }
}
