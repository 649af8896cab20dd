import { browseContract } from './browse.ts'
import { bundleContract } from './bundle.ts'
import { exchangeContract } from './exchange.ts'
import { lifelineContract } from './lifeline.ts'
import { registryContract } from './registry.ts'
import { systemContract } from './system.ts'

/** Everything that the engine can be asked for, by feature. Hosts and the page import this and nothing else of db/. */
export const contract = {
  registry: registryContract,
  browse: browseContract,
  exchange: exchangeContract,
  lifeline: lifelineContract,
  bundle: bundleContract,
  system: systemContract,
}
export type Contract = typeof contract
