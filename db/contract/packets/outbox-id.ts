/** Where this registry keeps every packet and enrolment file that it wrote; it stands among the drives by this id. */
export const outboxId = 'outbox'
