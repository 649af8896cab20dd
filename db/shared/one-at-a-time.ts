/**
 * Work of which one run is under way at a time: whoever asks for it meanwhile has it run once more after that, however
 * often it was asked for. What failed is told, and asked for anew by the next one.
 */
export function oneAtATime<Given>(
  work: (given: Given) => Promise<unknown>,
  failed: (error: unknown) => void,
): (given: Given) => void {
  let isRunning = false
  let wanted: { readonly given: Given } | undefined
  const run = async () => {
    isRunning = true
    while (wanted !== undefined) {
      const { given } = wanted
      wanted = undefined
      try {
        await work(given)
      } catch (error) {
        failed(error)
      }
    }
    isRunning = false
  }
  return given => {
    wanted = { given }
    if (!isRunning) void run()
  }
}

/** Lets one work run at a time, in the order in which they asked. */
export class Turns {
  #last: Promise<void> = Promise.resolve()

  /** Waits for its turn and answers how to end it. */
  async take(): Promise<() => void> {
    const before = this.#last
    let end: () => void = () => undefined
    this.#last = new Promise(resolve => {
      end = resolve
    })
    await before
    return end
  }
}
