import type { Router } from '@orpc/server'
import type { Contract } from '#contract/index.ts'
import type { EngineOptions } from '#db/engine.ts'

export type EngineRouter = Router<Contract, Record<never, never>>

export type OpenedEngine = { readonly router: EngineRouter; readonly close: () => Promise<void> }

/** All that a host needs to know of the engine: how to open a folder. Throws a Refusal where it cannot be opened. */
export type OpenEngine = (options: EngineOptions) => Promise<OpenedEngine>
