import { createContext, useContext } from 'react'
import type { Client } from '../host/connect.ts'

export const ClientContext = createContext<Client | undefined>(undefined)

/** The one client of the engine. */
export function useClient(): Client {
  const client = useContext(ClientContext)
  if (client === undefined) throw new Error('the page is shown inside its client')
  return client
}
