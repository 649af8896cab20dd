import { implement, ORPCError } from '@orpc/server'
import { contract } from '#contract/index.ts'
import { diskRefusal } from '#db/files/storage-refusal.ts'
import type { Session } from '#db/session.ts'
import { refuseImpossibleClock } from '#db/shared/clock.ts'
import { Cancelled, longWork, type Report, type WorkEvent } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'

/**
 * The contract, ready to be implemented over a session. What an implementation refuses becomes the contract's one
 * error; whatever else it throws is a bug: logged here with its stack, and told with a reference only, the same over
 * every transport.
 */
export function implementing(session: Session) {
  return implement(contract).use(async ({ next, path }) => {
    try {
      return await next()
    } catch (error) {
      throw contractError(session, error, path.join('.'))
    }
  })
}

export type Implementing = ReturnType<typeof implementing>

/** Implements long work: its progress and its result as events; commands among it run one at a time. */
export function longProcedure<Input, Result>(
  session: Session,
  run: (input: Input, report: Report) => Promise<Result>,
) {
  return async function* answer(options: {
    readonly input: Input
    readonly signal?: AbortSignal | undefined
    readonly path: readonly string[]
  }): AsyncGenerator<WorkEvent<Result>, void> {
    try {
      yield* longWork(report => run(options.input, report), options.signal)
    } catch (error) {
      throw contractError(session, error, options.path.join('.'))
    }
  }
}

function contractError(session: Session, error: unknown, where: string): unknown {
  if (error instanceof ORPCError || error instanceof Cancelled) return error
  const refusal = error instanceof Refusal ? error : diskRefusal(error)
  if (refusal) {
    const { code, text, details } = refusal
    return new ORPCError('REFUSED', { status: 422, message: text.en, data: { code, text, details } })
  }
  const reference = session.newId().slice(-8)
  session.log('error', `bug ${reference} in ${where}`, error)
  return new ORPCError('INTERNAL_SERVER_ERROR', {
    message: `Internal error, reference ${reference}`,
    data: { reference },
    cause: error,
  })
}

/** Runs a command when its turn has come: the writer does one thing at a time. */
export async function inTurn<T>(session: Session, command: () => Promise<T>): Promise<T> {
  const end = await session.turns.take()
  try {
    // Set wrong while the program was open.
    refuseImpossibleClock(session.clock)
    return await command()
  } finally {
    end()
    session.browsing.readAhead('again')
  }
}
