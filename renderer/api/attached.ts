import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { isPicture, type NamedFile } from '#db/records/types/files.ts'
import { useClient } from './client.ts'

type Whereabouts = { readonly here: ReadonlySet<string>; readonly lost: ReadonlySet<string> }

/** Of these contents, those that lie on this PC and those that were lost there; undefined while that is asked. */
export function useFilesHere(hashes: readonly string[]): Whereabouts | undefined {
  const client = useClient()
  const here = useQuery({
    queryKey: ['files-here', ...hashes],
    queryFn: () => client.attachments.here({ hashes: [...hashes] }),
    enabled: hashes.length > 0,
  })
  return here.data && { here: new Set(here.data.here), lost: new Set(here.data.lost) }
}

/** The files of one record. */
export function useFilesOf(id: string) {
  const client = useClient()
  return useQuery({ queryKey: ['files-of', id], queryFn: () => client.attachments.ofRecord({ id }) })
}

/** How many files lie here, how large they are, and what has not come. */
export function useFilesKept() {
  const client = useClient()
  return useQuery({ queryKey: ['files-kept'], queryFn: () => client.attachments.overview({ limit: 50 }) })
}

/** Hands out a file's content. */
export function useFetchFile(): (file: Pick<NamedFile, 'sha256' | 'name'>) => Promise<File> {
  const client = useClient()
  return ({ sha256, name }) => client.attachments.file({ sha256, name })
}

/** An address under which a picture can be shown as long as this is in sight; nothing but pictures ever gets one. */
export function usePictureAddress({ sha256, name, type }: NamedFile, isHere: boolean): string | undefined {
  const client = useClient()
  const [address, setAddress] = useState<string>()
  const isShown = isHere && isPicture(type)
  useEffect(() => {
    if (!isShown) return
    let made: string | undefined
    let isGone = false
    client.attachments.file({ sha256, name }).then(
      file => {
        if (isGone) return
        made = URL.createObjectURL(file)
        setAddress(made)
      },
      // It is listed without its picture; saving it says why.
      () => undefined,
    )
    return () => {
      isGone = true
      if (made !== undefined) URL.revokeObjectURL(made)
      setAddress(undefined)
    }
  }, [client, sha256, name, isShown])
  return address
}
