import type { Socket } from 'node:net'

/** So many connections may have said nothing yet: a queue of the system's own holds 511 that come at once. */
const mostSilent = 1024
/** So many may have asked for the page without the token; each may have a file open. */
const mostStrangers = 64
/** So many that have shown the token stay open for their next question. */
const mostKept = 64

/**
 * Who is connected, in three rooms. Whoever has not said anything yet gives way to those that came later, whoever asked
 * without the token to those that ask later: another program of this PC that opens connections and says nothing, or reads
 * nothing, keeps no page out. Whoever has once shown the token is cut for nobody's sake.
 */
export class Guests {
  /** Both in the order in which they came to be so. */
  readonly #silent = new Set<Socket>()
  readonly #strangers = new Set<Socket>()
  readonly #known = new Set<Socket>()

  comes(socket: Socket): void {
    this.#silent.add(socket)
    socket.once('close', () => this.#leaves(socket))
    this.#makeRoom(this.#silent, mostSilent)
  }

  asks(socket: Socket): void {
    if (this.#known.has(socket)) return
    this.#leaves(socket)
    this.#strangers.add(socket)
    this.#makeRoom(this.#strangers, mostStrangers)
  }

  /** The token came with its call. */
  isKnown(socket: Socket): void {
    this.#leaves(socket)
    if (!socket.destroyed) this.#known.add(socket)
  }

  /** Whether a connection is worth keeping for the next question of whoever has the token. */
  get hasRoom(): boolean {
    return this.#known.size <= mostKept
  }

  #makeRoom(room: ReadonlySet<Socket>, most: number): void {
    const [longest] = room
    if (room.size <= most || longest === undefined) return
    this.#leaves(longest)
    longest.destroy()
  }

  #leaves(socket: Socket): void {
    this.#silent.delete(socket)
    this.#strangers.delete(socket)
    this.#known.delete(socket)
  }
}
