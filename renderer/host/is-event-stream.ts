/** Whether a procedure answered a stream of events, and not a value. */
export function isEventStream(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output
}
