import { ActionIcon, Alert, Anchor, Button, Group, Text } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { Progress } from '#contract/base.ts'
import type { DoneMany } from '#contract/records.ts'
import { longestSheet, type SheetOf, type SheetRow } from '#contract/sheet.ts'
import { useClient } from '../../../api/client.ts'
import { finish, Stopped } from '../../../api/long-work.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { useLeaveGuard } from '../../../kit/feedback/long-work.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { WorkBar } from '../../../kit/feedback/work-bar.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { type Mark, type Marks, textIn } from '../../../kit/sheet/sheet-column.ts'
import type { Edits, Put } from '../../../kit/sheet/sheet-edits.ts'
import { SheetGrid } from '../../../kit/sheet/sheet-grid.tsx'
import type { At } from '../../../kit/sheet/sheet-range.ts'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { upperFirst } from '../../../text/word-of.ts'
import { count, inOneLine } from '../../../text/written.ts'
import { excellentShare } from './excellent-share.ts'
import { sheetColumns, sheetKinds } from './sheet-columns.ts'
import { marksIn } from './sheet-marks.ts'
import { SheetPaper } from './sheet-paper.tsx'
import { SheetPreview } from './sheet-preview.tsx'
import { useSheetTyping } from './use-sheet-typing.ts'

type Found = {
  readonly org: SheetRow['org']
  readonly day: string
  readonly total: number | null
  readonly rows: readonly SheetRow[]
  readonly own: Readonly<Record<string, string>>
}
type Props = {
  /** Other sheets keep their drafts under other names. */
  readonly name: string
  readonly of: SheetOf
  readonly org: string | undefined
  readonly found: Found
  readonly today: string
  /** Otherwise these are the first rows, and the others are on their way. */
  readonly isWhole: boolean
  readonly refetch: () => Promise<unknown>
  readonly children: ReactNode
}

const none: Marks = {}
/** So many blank rows wait below what is written already. */
const waiting = 300

/** New rows of a sheet of work: those that are being filled in, and blank ones below them. */
function newRows(edits: Edits, org: SheetRow['org']): readonly SheetRow[] {
  const used = Object.keys(edits).map(key => Number(/^new-(\d+)$/.exec(key)?.[1] ?? 0))
  return Array.from({ length: Math.max(0, ...used) + waiting }, (_, at) => blankRow(at + 1, org))
}

const blanks = new Map<string, SheetRow>()
/** Each blank row stays one and the same, so that it is not drawn again. */
function blankRow(at: number, org: SheetRow['org']): SheetRow {
  const key = `${org.id} ${at}`
  const row = blanks.get(key) ?? {
    ...{ subject: `new-${at}`, name: '', org, isParty: false, band: null, record: null, seen: [] },
  }
  if (blanks.size > 20_000) blanks.clear()
  blanks.set(key, row)
  return row
}
const keyOf = (row: SheetRow) => row.subject

/** The sheet with what is typed into it, until it is saved as one plan. */
export function SheetForm({ name, of, org, found, today, isWhole, refetch, children }: Props) {
  const { words, language, say } = useSpoken()
  const { sheet } = words
  const client = useClient()
  const changed = useChanged()
  const { done: tell, failed } = useNotices()
  const [by] = useWorkingName()
  const { typing, act, wasRestored } = useSheetTyping(name)
  const { edits } = typing
  const [preview, setPreview] = useState<DoneMany>()
  const [isBusy, setBusy] = useState(false)
  /** Saving was asked for while rows still come: it begins once they are there. */
  const [isWaiting, setWaiting] = useState(false)
  const [work, setWork] = useState<{
    readonly stop: AbortController
    readonly progress: Progress | undefined
  }>()
  useLeaveGuard(isBusy)
  // Of work one begins at the first row that is free.
  const [goTo, setGoTo] = useState<At | undefined>(
    of.kind === 'work' ? { row: found.rows.length, column: 0 } : undefined,
  )
  /** What the engine said against a cell, until it is typed in again. */
  const [refused, setRefused] = useState<Readonly<Record<string, Marks>>>({})
  const rows = useMemo(
    () => (of.kind === 'work' ? [...found.rows, ...newRows(edits, found.org)] : found.rows),
    [of.kind, found, edits],
  )
  const pack = useQuery({
    queryKey: ['rule-pack', 'thresholds'],
    queryFn: () => client.rulePacks.inForce({}),
    enabled: of.kind === 'appraisal',
  }).data
  const mostExcellent = pack?.thresholds.find(({ name, holds }) => name === excellentShare && holds)?.value
  const isWide = rows.some(row => row.org.id !== found.org.id)
  const of_ = JSON.stringify(of)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the sheet is of is compared by what it says
  const columns = useMemo(
    () => sheetColumns({ of, language, words, isWide, own: found.own, mostExcellent }),
    [of_, language, words, isWide, found.own, mostExcellent],
  )

  const judged = useRef(new WeakMap<object, { readonly of: object; readonly marks: Marks }>())
  const marksOf = useCallback(
    (row: SheetRow): Marks => {
      const typed = edits[row.subject]
      const told = refused[row.subject]
      if (typed === undefined) return none
      const known = judged.current.get(typed)
      const marks =
        known?.of === columns
          ? known.marks
          : marksIn(row, typed, { of, columns, today, language, words, own: found.own })
      if (known?.of !== columns) judged.current.set(typed, { of: columns, marks })
      return told === undefined ? marks : { ...marks, ...told }
    },
    [edits, refused, columns, of, today, language, words, found.own],
  )
  const cells = Object.values(edits).reduce((sum, row) => sum + Object.keys(row).length, 0)
  const edited = rows.filter(row => row.subject in edits)
  const wrong = edited.flatMap(row => {
    const at = Object.entries(marksOf(row)).flatMap(([field, mark]: [string, Mark]) =>
      mark.weight === 'refused' ? [field] : [],
    )
    return at.map(field => ({
      row: rows.indexOf(row),
      column: columns.findIndex(({ key }) => key === field),
    }))
  })
  /** What is saved as it stands, and had better be looked at again: of the sheet as a whole, then of its cells. */
  const doubts = () => [
    ...columns.flatMap(
      column =>
        column.foot?.(
          rows.map(row => textIn(row, column, edits[row.subject], columns)),
          rows,
        ).over ?? [],
    ),
    ...edited.flatMap(row =>
      Object.entries(marksOf(row)).flatMap(([field, mark]: [string, Mark]) => {
        const column = columns.find(({ key }) => key === field)
        // What the engine says of the row as well is told once.
        const isTold = preview?.rows.some(
          ({ id, warnings }) => id === row.subject && warnings.some(one => say(one).includes(mark.text)),
        )
        return mark.weight === 'kept' && column !== undefined && isTold !== true
          ? [sheet.doubt(row.name, column.title, mark.text)]
          : []
      }),
    ),
  ]
  const put = (puts: readonly Put[]) => {
    act({ act: 'put', puts })
    if (Object.keys(refused).length === 0) return
    const typedIn = new Set(puts.map(({ row, column }) => `${row} ${column}`))
    setRefused(
      Object.fromEntries(
        Object.entries(refused).map(([row, marks]) => [
          row,
          Object.fromEntries(Object.entries(marks).filter(([column]) => !typedIn.has(`${row} ${column}`))),
        ]),
      ),
    )
  }
  const lines = () =>
    edited.map(({ subject, record, seen }) => ({
      subject,
      ...(record !== null && { record: record.id }),
      seen: [...seen],
      set: { ...edits[subject] },
    }))

  /** Work of which is told how far it is, and which can be stopped: nothing of it is left then. */
  const inSight = (start: (signal: AbortSignal) => Parameters<typeof finish<DoneMany>>[0]) => {
    const stop = new AbortController()
    setWork({ stop, progress: undefined })
    return finish(start(stop.signal), stop.signal, progress => setWork({ stop, progress })).finally(() =>
      setWork(undefined),
    )
  }
  const look = async () => {
    if (!isWhole) return setWaiting(true)
    if (edited.length === 0 || isBusy) return
    setBusy(true)
    try {
      const looked = await inSight(signal =>
        client.sheet.save({ of, org, rows: lines(), by, dryRun: true }, { signal }),
      )
      setRefused(
        Object.fromEntries(
          looked.rows
            .filter(row => row.problems.length > 0)
            .map(row => [
              row.id,
              Object.fromEntries(
                row.problems.map(({ field, message }) => [field, { weight: 'refused', text: say(message) }]),
              ),
            ]),
        ),
      )
      setPreview(looked)
      // What somebody else wrote has been read now, at its cell: saving again is a decision.
      if (looked.rows.some(row => row.problems.some(({ code }) => code === 'changed-meanwhile')))
        await refetch()
    } catch (error) {
      failed(error)
      if (!(error instanceof Stopped)) await refetch()
    } finally {
      setBusy(false)
    }
  }
  const lookNow = useEffectEvent(() => {
    setWaiting(false)
    void look()
  })
  useEffect(() => {
    if (!isWhole || !isWaiting) return
    // What was pasted meanwhile is put in with the rows: it is looked at, too.
    const soon = setTimeout(lookNow)
    return () => clearTimeout(soon)
  }, [isWhole, isWaiting])
  const save = async () => {
    if (preview === undefined) return
    setBusy(true)
    try {
      const left = new Set(preview.rows.filter(row => row.problems.length > 0).map(row => row.id))
      const saved = lines().filter(({ subject }) => !left.has(subject))
      const done = await inSight(signal => client.sheet.save({ of, org, rows: saved, by }, { signal }))
      tell(inOneLine([...done.sentences, ...done.warnings].map(say), language), done.changeSet)
      // What was typed stands there until the sheet has come anew with it: no cell is empty in between.
      await changed()
      act({ act: 'forget', rows: saved.map(({ subject }) => subject) })
      setPreview(undefined)
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  const label = of.kind === 'work' ? of.type : upperFirst(sheetKinds[of.kind].kind.words[language])
  const bar = work?.progress !== undefined && (
    <div role="status">
      <WorkBar title={sheet.save} progress={work.progress} onStop={() => work.stop.abort()} />
    </div>
  )
  return (
    <>
      <PageHeader
        title={sheet.title}
        note={[
          found.org.shortName ?? found.org.name,
          ...(found.total === null ? [] : [sheet.rows(found.total)]),
          // Who is on the roll is asked of a day; work has days of its own.
          ...(of.kind === 'work' ? [] : [sheet.day(found.day)]),
        ].join(' · ')}
      >
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={sheet.undo}
          title={`${sheet.undo} (Ctrl+Z)`}
          disabled={typing.past.length === 0}
          onClick={() => act({ act: 'undo' })}
        >
          <IconArrowBackUp size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={sheet.redo}
          title={`${sheet.redo} (Ctrl+Y)`}
          disabled={typing.future.length === 0}
          onClick={() => act({ act: 'redo' })}
        >
          <IconArrowForwardUp size={18} aria-hidden />
        </ActionIcon>
        <Button
          disabled={edited.length === 0 || !isWhole}
          loading={(isBusy && preview === undefined) || isWaiting}
          onClick={() => void look()}
        >
          {sheet.save}
        </Button>
      </PageHeader>
      <Group justify="space-between" gap="sm">
        {children}
        <Group gap="xs" aria-live="polite">
          <Text size="sm" className="quiet">
            {cells === 0 ? '' : sheet.edited(cells, edited.length)}
          </Text>
          {wrong.length > 0 && (
            <>
              <Text size="sm" c="var(--mantine-color-error)">
                {sheet.wrong(wrong.length)}
              </Text>
              <Anchor
                component="button"
                type="button"
                size="sm"
                onClick={() => setGoTo(wrong[0] && { ...wrong[0] })}
              >
                {sheet.toWrong}
              </Anchor>
            </>
          )}
        </Group>
      </Group>
      {wasRestored && cells > 0 && (
        <Alert color="gray" p="xs">
          <Group justify="space-between">
            <Text size="sm">{sheet.restored}</Text>
            <Anchor
              component="button"
              type="button"
              size="sm"
              onClick={() => act({ act: 'forget', rows: 'all' })}
            >
              {sheet.startAgain}
            </Anchor>
          </Group>
        </Alert>
      )}
      {of.kind === 'work' && (
        <Text size="sm" className="quiet">
          {sheet.workLead(found.org.shortName ?? found.org.name)}
        </Text>
      )}
      {found.total !== null && found.total > found.rows.length && (
        <Alert color="gray" p="xs">
          {sheet.tooMany(count(longestSheet), count(found.total))}
        </Alert>
      )}
      <SheetPaper
        title={`${label} ${of.year}`}
        notes={[found.org.shortName ?? found.org.name, ...(of.kind === 'work' ? [] : [sheet.day(found.day)])]}
        rows={rows.filter(row => !row.subject.startsWith('new-') || row.subject in edits)}
        columns={columns}
        edits={edits}
        count={found.total ?? found.rows.length}
      />
      <SheetGrid
        label={label}
        rows={rows}
        keyOf={keyOf}
        columns={columns}
        edits={edits}
        marksOf={marksOf}
        onPut={put}
        onUndo={() => act({ act: 'undo' })}
        onRedo={() => act({ act: 'redo' })}
        onSave={() => void look()}
        goTo={goTo}
        isWhole={isWhole}
      />
      {preview === undefined && bar}
      {preview !== undefined && (
        <SheetPreview
          found={preview}
          doubts={doubts()}
          isBusy={isBusy}
          bar={bar}
          onSave={() => void save()}
          onBack={() => setPreview(undefined)}
        />
      )}
    </>
  )
}
