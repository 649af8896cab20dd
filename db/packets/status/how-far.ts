/** How far a packet has come, as its row says: in the outbox only, where it was meant to lie, or somewhere on its way. */
export const handed = { kept: 0, there: 1, leaving: 2 } as const
