import { Button, Input, Stack, Text } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Progress } from '#contract/base.ts'
import { fileIn, fileLimits, fileTypes, itemOf } from '#db/records/types/files.ts'
import { useClient } from '../../api/client.ts'
import { failureOf } from '../../api/failure.ts'
import { finish, Stopped } from '../../api/long-work.ts'
import { useSpoken } from '../../text/language.ts'
import { sizeText } from '../../text/written.ts'
import { failureSentence } from '../feedback/failure-sentence.ts'
import { WorkBar } from '../feedback/work-bar.tsx'
import { useArriving } from '../files/arriving.ts'
import { AttachedFiles } from '../files/attached-files.tsx'

type Props = {
  readonly name: string
  readonly label: string
  /** One file a line, as a record names it. */
  readonly value: string
  readonly error: ReactNode
  readonly onChange: (value: string) => void
}

type Job = {
  readonly id: number
  readonly name: string
  readonly progress?: Progress
  readonly stop: () => void
}

/** Files of a record: chosen, dropped or pasted, each taken in at once with its progress, and taken off again. */
export function FilesField({ name, label, value, error, onChange }: Props) {
  const spoken = useSpoken()
  const { words } = spoken
  const client = useClient()
  const [jobs, setJobs] = useState<readonly Job[]>([])
  const [wrong, setWrong] = useState<readonly string[]>([])
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const next = useRef(1)
  // Several arrive at once: each is added to those that came before it.
  const latest = useRef(value)
  latest.current = value
  const set = (to: string) => {
    latest.current = to
    onChange(to)
  }
  const files = value.split('\n').flatMap(line => fileIn(line) ?? [])
  const stopping = useRef<readonly Job[]>([])
  stopping.current = jobs
  useEffect(
    () => () => {
      for (const job of stopping.current) job.stop()
    },
    [],
  )

  const box = useRef<HTMLDivElement>(null)
  const seen = useRef(0)
  const toSee = files.length + jobs.length + wrong.length
  // What was dropped on the window is shown where it went, however far down the form that is.
  useEffect(() => {
    if (toSee > seen.current && (jobs.length > 0 || wrong.length > 0))
      box.current?.scrollIntoView({ block: 'nearest' })
    seen.current = toSee
  }, [toSee, jobs.length, wrong.length])

  const attach = async (file: File) => {
    if (file.size > fileLimits.bytes) {
      setWrong(all => [...all, words.byHand.files.tooLarge(file.name, sizeText(fileLimits.bytes))])
      return
    }
    const id = next.current++
    const ending = new AbortController()
    setJobs(all => [...all, { id, name: file.name, stop: () => ending.abort() }])
    try {
      const { item, sha256 } = await finish(
        client.attachments.put({ file }, { signal: ending.signal }),
        ending.signal,
        progress => setJobs(all => all.map(job => (job.id === id ? { ...job, progress } : job))),
      )
      const before = latest.current.split('\n').filter(line => line !== '' && fileIn(line)?.sha256 !== sha256)
      set([...before, item].join('\n'))
    } catch (cause) {
      if (!(cause instanceof Stopped)) setWrong(all => [...all, failureSentence(failureOf(cause), spoken)])
    } finally {
      setJobs(all => all.filter(job => job.id !== id))
    }
  }
  const attachAll = async (chosen: readonly File[]) => {
    setWrong([])
    for (const file of chosen) await attach(file)
  }
  useArriving({
    onOver: setOver,
    onFiles: chosen =>
      void attachAll(chosen.map((file, at) => named(file, words.byHand.files.pasted(at + 1)))),
  })
  const accept = Object.values(fileTypes)
    .flatMap(({ endings }) => endings.map(ending => `.${ending}`))
    .join(',')
  return (
    <Input.Wrapper label={label} error={error} labelElement="div">
      <Stack ref={box} gap={6} mt={2}>
        <AttachedFiles
          files={files}
          onRemove={gone =>
            set(
              files
                .filter(({ sha256 }) => sha256 !== gone.sha256)
                .map(itemOf)
                .join('\n'),
            )
          }
        />
        {jobs.map(job => (
          <div key={job.id}>
            <WorkBar
              title={words.byHand.files.attaching(job.name)}
              progress={job.progress}
              onStop={job.stop}
            />
          </div>
        ))}
        {wrong.map(sentence => (
          <Text key={sentence} size="xs" c="var(--mantine-color-error)" role="alert">
            {sentence}
          </Text>
        ))}
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPaperclip size={14} />}
          style={{ alignSelf: 'flex-start' }}
          data-field={name}
          aria-label={`${label}：${words.byHand.files.choose}`}
          onClick={() => input.current?.click()}
        >
          {words.byHand.files.choose}
        </Button>
        <Text size="xs" className="quiet">
          {words.byHand.files.hint}
        </Text>
        <input
          ref={input}
          type="file"
          accept={accept}
          multiple
          hidden
          aria-label={label}
          onChange={event => {
            const chosen = [...(event.currentTarget.files ?? [])]
            event.currentTarget.value = ''
            void attachAll(chosen)
          }}
        />
      </Stack>
      {isOver && <div className="drop-over attached-over">{words.byHand.files.drop}</div>}
    </Input.Wrapper>
  )
}

/** A screenshot in the clipboard is called image.png, whatever it shows. */
function named(file: File, pasted: string): File {
  return file.name === 'image.png' ? new File([file], pasted, { type: file.type }) : file
}
