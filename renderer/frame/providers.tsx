import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { ClientContext } from '../api/client.ts'
import { TreeKeeper } from '../features/registry/tree/tree-kept.tsx'
import { ImportQueueHolder } from '../features/rosters/queue/import-queue.tsx'
import type { Client } from '../host/connect.ts'
import { LongWorkTray } from '../kit/feedback/long-work.tsx'
import { Mishap } from '../kit/feedback/mishap.tsx'
import { HandedFileHolder } from '../kit/files/handed-file.tsx'
import { ByHandHolder } from '../kit/forms/by-hand.tsx'
import { Gate } from './gate.tsx'
import { NotLetIn } from './not-let-in.tsx'
import { queries } from './queries.ts'
import { ShownDayHolder } from './shown-day-holder.tsx'
import { Speaking } from './speaking.tsx'
import { Themed } from './themed.tsx'

/** Everything that all screens stand on. Without a client the page says how to be let in. */
export function Providers({ client }: { readonly client: Client | undefined }) {
  return (
    <StrictMode>
      <Speaking>
        <Themed>
          {client === undefined ? (
            <NotLetIn />
          ) : (
            <ClientContext value={client}>
              <QueryClientProvider client={queries}>
                <Mishap of="window">
                  <LongWorkTray>
                    <ModalsProvider>
                      <HandedFileHolder>
                        <ImportQueueHolder>
                          <TreeKeeper>
                            <Notifications position="bottom-left" />
                            <ShownDayHolder>
                              <ByHandHolder>
                                <Gate />
                              </ByHandHolder>
                            </ShownDayHolder>
                          </TreeKeeper>
                        </ImportQueueHolder>
                      </HandedFileHolder>
                    </ModalsProvider>
                  </LongWorkTray>
                </Mishap>
              </QueryClientProvider>
            </ClientContext>
          )}
        </Themed>
      </Speaking>
    </StrictMode>
  )
}
