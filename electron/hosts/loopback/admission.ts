import { createHash, timingSafeEqual } from 'node:crypto'

export const rpcPath = '/rpc'

/** What a request says about itself. */
export type Visit = {
  readonly method: string
  readonly path: string
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly authorization: string | undefined
  readonly contentLength: string | undefined
}

/** Whom the loopback host answers. */
export type House = {
  /** `127.0.0.1:PORT`, exactly. */
  readonly host: string
  readonly token: string
  /** The largest body of a call, in bytes. */
  readonly bodyLimit: number
}

export type Verdict =
  | { readonly kind: 'call' }
  | { readonly kind: 'page' }
  | { readonly kind: 'refused'; readonly status: 401 | 403 | 405 | 413 | 421 }

/**
 * Who may come in. Another Host is a name that was made to point here (DNS rebinding); another Origin is a foreign page
 * in the same browser; without the token it is another program on this PC.
 */
export function admit(visit: Visit, house: House): Verdict {
  if (visit.host !== house.host) return { kind: 'refused', status: 421 }
  if (visit.origin !== undefined && visit.origin !== `http://${house.host}`)
    return { kind: 'refused', status: 403 }
  if (visit.path !== rpcPath && !visit.path.startsWith(`${rpcPath}/`)) {
    return visit.method === 'GET' || visit.method === 'HEAD'
      ? { kind: 'page' }
      : { kind: 'refused', status: 405 }
  }
  if (visit.method !== 'POST') return { kind: 'refused', status: 405 }
  if (!isEqual(visit.authorization ?? '', `Bearer ${house.token}`)) return { kind: 'refused', status: 401 }
  if (Number(visit.contentLength ?? 0) > house.bodyLimit) return { kind: 'refused', status: 413 }
  return { kind: 'call' }
}

/** Takes the same time whichever sign differs. */
function isEqual(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(expected))
}
