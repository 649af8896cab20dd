import type { Socket } from 'node:net'

/** A page keeps six connections at most; several are open, and other programs of this PC may knock. */
const mostConnections = 256

/**
 * Who is connected. Where there is no room for one more, the one goes that has waited longest without a word, then the
 * one that asked first without the token: another program of this PC that opens connections and says nothing, or reads
 * nothing, keeps no page out. Whoever has once shown the token is left alone.
 */
export class Guests {
  readonly #all = new Set<Socket>()
  /** Both in the order in which they came to be so. */
  readonly #silent = new Set<Socket>()
  readonly #strangers = new Set<Socket>()
  readonly #known = new WeakSet<Socket>()

  comes(socket: Socket): void {
    this.#all.add(socket)
    this.#silent.add(socket)
    socket.once('close', () => this.#leaves(socket))
    if (this.#all.size <= mostConnections) return
    const [longest] = this.#silent
    const [stranger] = this.#strangers
    const leaving = longest === socket ? (stranger ?? socket) : (longest ?? socket)
    this.#leaves(leaving)
    leaving.destroy()
  }

  asks(socket: Socket): void {
    this.#silent.delete(socket)
    this.#strangers.delete(socket)
    if (!this.#known.has(socket)) this.#strangers.add(socket)
  }

  /** The token came with its call. */
  isKnown(socket: Socket): void {
    this.#known.add(socket)
    this.#strangers.delete(socket)
  }

  #leaves(socket: Socket): void {
    this.#all.delete(socket)
    this.#silent.delete(socket)
    this.#strangers.delete(socket)
  }
}
