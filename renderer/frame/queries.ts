import { QueryClient } from '@tanstack/react-query'
import { failureOf } from '../api/failure.ts'

/** The answers that the window keeps. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      // A refusal stays one; only a program that did not answer is asked again.
      retry: (failures, error) => failures < 2 && failureOf(error).kind === 'unreachable',
    },
  },
})
