import { desk } from './desk.ts'
import { journal } from './journal.ts'
import { ledger } from './ledger.ts'
import { lifeline } from './lifeline.ts'
import { packets } from './packets.ts'
import { registry } from './registry.ts'

/**
 * Frozen. The schema of the first release. Registries of development, which had a smaller number, are refused with a
 * sentence. Migrations import nothing from the app: the app will change, they will not.
 */
export const first = [journal, registry, lifeline, ledger, packets, desk].join('\n')
