import { useQuery } from '@tanstack/react-query'
import type { PacketFile } from '#contract/port/wire.ts'
import { useClient } from './client.ts'

/** What waits for each office that packets go to. */
export function usePending() {
  const client = useClient()
  return useQuery({ queryKey: ['pending'], queryFn: () => client.packets.pending() })
}

export function usePacketLog() {
  const client = useClient()
  return useQuery({ queryKey: ['packet-log'], queryFn: () => client.packets.log({ limit: 200 }) })
}

export function useGivenBack() {
  const client = useClient()
  return useQuery({ queryKey: ['given-back'], queryFn: () => client.packets.givenBack({}) })
}

type Back = NonNullable<ReturnType<typeof useGivenBack>['data']>[number]

/** Whether something that was given back to this office waits to be corrected. */
export const isToCorrect = ({ mine, corrected, settled }: Back) => mine && !corrected && !settled

/** What came from below and nobody proves. */
export function useLaidAside() {
  const client = useClient()
  return useQuery({ queryKey: ['laid-aside'], queryFn: () => client.packets.aside() })
}

/** What a revoked key wrote and nobody has decided about. */
export function useHeld() {
  const client = useClient()
  return useQuery({ queryKey: ['held'], queryFn: () => client.packets.held() })
}

export function useDisputes() {
  const client = useClient()
  return useQuery({ queryKey: ['disputes'], queryFn: () => client.packets.disputes() })
}

export function useDigits() {
  const client = useClient()
  return useQuery({ queryKey: ['digits'], queryFn: () => client.packets.digits() })
}

// A stick is plugged in while the window is elsewhere: both are asked again whenever it comes back.

export function useDrives() {
  const client = useClient()
  return useQuery({
    queryKey: ['drives'],
    queryFn: () => client.host.drives(),
    staleTime: 0,
    refetchOnWindowFocus: 'always',
  })
}

export function usePacketFiles() {
  const client = useClient()
  return useQuery({
    queryKey: ['packet-files'],
    queryFn: () => client.host.packetFiles(),
    staleTime: 0,
    refetchOnWindowFocus: 'always',
  })
}

/** No request is larger. In bytes. */
const largestRequest = 65_536

/** Of requests on sticks those whose PC is known here already, and as what; undefined until all of them were looked at. */
export function useKnownRequests(files: readonly PacketFile[]) {
  const client = useClient()
  const looked = files.filter(({ size }) => size <= largestRequest)
  return useQuery({
    queryKey: ['known-requests', looked.map(({ drive, name, at }) => [drive, name, at])],
    queryFn: async () => {
      const found = await Promise.all(
        looked.map(async ({ drive, name }) => {
          try {
            const file = await client.host.readFrom({ drive, name })
            const { known } = await client.packets.enrolInspect({ file })
            return { drive, name, known }
          } catch {
            // What is no request, or is gone meanwhile, is told once somebody opens it.
            return { drive, name, known: null }
          }
        }),
      )
      return found.flatMap(({ known, ...file }) => (known === null ? [] : [{ ...file, known }]))
    },
  }).data
}
