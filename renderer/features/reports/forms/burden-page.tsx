import { Button, Checkbox, SimpleGrid } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { AskedThing, FormWeight } from '#contract/reports/burden.ts'
import { blankForm } from '#db/records/ledger/blank-form.ts'
import { useClient } from '../../../api/client.ts'
import { finish } from '../../../api/long-work.ts'
import { rowsOf } from '../../../api/use-rows.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useByHand } from '../../../kit/forms/by-hand.tsx'
import { inOrder, type Order } from '../../../kit/lists/columns.ts'
import { type FilterTag, RecordList } from '../../../kit/lists/record-list.tsx'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { NumberTile } from '../../../kit/page/number-tile.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { type Spoken, useSpoken } from '../../../text/language.ts'
import { upperFirst, wordOf } from '../../../text/word-of.ts'
import { count } from '../../../text/written.ts'
import { askedOften, type Burden, couldEnd, type ListOf, listsOf, weightOf } from './burden-sums.ts'

/** What forms ask for how often, what is typed for nothing, and which form nobody would miss: so that forms die. */
export function BurdenPage() {
  const { words } = useSpoken()
  const { burden: say } = words
  const { get } = useAddress()
  const client = useClient()
  const list = listsOf.find(one => one === get('list')) ?? 'forms'
  const asked = useQuery({
    queryKey: ['burden'],
    queryFn: ({ signal }) => finish(client.burden.read({}, { signal }), signal, () => undefined),
    placeholderData: keepPreviousData,
  })
  const sums = asked.data && weightOf(asked.data)
  return (
    <div className="whole">
      <PageHeader
        title={say.title}
        note={sums && say.note(count(sums.forms), count(sums.hand), count(sums.registry))}
      >
        <AppLink href="/forms">{say.back}</AppLink>
      </PageHeader>
      <Answer of={asked} lines={10}>
        {found => (
          <>
            <Advice found={found} />
            <SimpleGrid cols={4} spacing="sm" style={{ flex: 'none' }}>
              {listsOf.map(one => (
                <NumberTile
                  key={one}
                  label={say.lists[one]}
                  value={count(numberOf(found, one))}
                  note={say.tiles[one]}
                  href={addressOf('/burden', { list: one })}
                />
              ))}
            </SimpleGrid>
            {list === 'forms' || list === 'idle' ? (
              <Forms found={found} list={list} />
            ) : (
              <Things list={list} rows={found[list]} />
            )}
          </>
        )}
      </Answer>
    </div>
  )
}

function numberOf(found: Burden, list: ListOf): number {
  if (list === 'forms') return found.forms.filter(({ ended }) => !ended).length
  return list === 'idle' ? found.forms.filter(couldEnd).length : found[list].length
}

/** What can be done about it, one sentence each, which opens what it is about; or how to begin. */
function Advice({ found }: { readonly found: Burden }) {
  const { words } = useSpoken()
  const { burden: say } = words
  const sums = weightOf(found)
  const lines = [
    { n: sums.idle, text: say.idle, opens: { list: 'idle' } },
    { n: sums.covered, text: say.covered, opens: { list: 'idle' } },
    { n: sums.unnamed, text: say.unnamed, opens: { list: 'forms', nobody: 'yes' } },
    { n: sums.known, text: say.known, opens: { list: 'typed' } },
    { n: sums.twice, text: say.twice, opens: { list: 'typed' } },
  ].filter(({ n }) => n > 0)
  if (found.forms.length === 0)
    return (
      <div className="panel" style={{ flex: 'none' }}>
        <Empty line={say.noForms}>
          <Button component={Link} href="/forms">
            {say.addForms}
          </Button>
        </Empty>
      </div>
    )
  return (
    <section className="panel burden-advice" aria-label={say.todo}>
      {lines.length === 0 ? (
        say.nothing
      ) : (
        <ul>
          {lines.map(({ n, text, opens }) => (
            <li key={text(count(n))}>
              <AppLink href={addressOf('/burden', opens)}>{text(count(n))}</AppLink>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

type FormsProps = { readonly found: Burden; readonly list: 'forms' | 'idle' }

function Forms({ found, list }: FormsProps) {
  const spoken = useSpoken()
  const { burden: say } = spoken.words
  const { get, change } = useAddress()
  const byHand = useByHand()
  const asks = get('asks')
  const isNobodys = get('nobody') !== undefined
  const withEnded = get('ended') !== undefined
  const columns = useMemo(() => formColumns(spoken), [spoken])
  const { order, onOrder } = useOrderOf(columns)
  const shown = inOrder(
    found.forms
      .filter(form => (list === 'idle' ? couldEnd(form) : withEnded || !form.ended))
      .filter(({ usedBy }) => !isNobodys || usedBy === null)
      .filter(({ things }) => asks === undefined || things.includes(asks)),
    columns,
    order,
  )
  const thing = found.repeated.find(one => one.thing === asks)
  const tag = (key: string, label: string): FilterTag => ({
    key,
    label,
    onRemove: () => change({ [key]: undefined }, true),
  })
  const tags = [
    ...(asks === undefined ? [] : [tag('asks', say.asksFor(thing?.name[spoken.language] ?? asks))]),
    ...(isNobodys ? [tag('nobody', say.noUser)] : []),
  ]
  return (
    <RecordList
      label={say.lists[list]}
      name={`burden-${list}`}
      columns={columns}
      rows={rowsOf(shown, `${list} ${asks ?? ''} ${isNobodys} ${withEnded}`)}
      keyOf={row => row.id}
      order={order}
      onOrder={onOrder}
      tags={tags}
      filters={
        <>
          <strong>{say.lists[list]}</strong>
          {list === 'forms' && (
            <Checkbox
              label={say.showEnded}
              checked={withEnded}
              onChange={event => change({ ended: event.currentTarget.checked ? 'yes' : undefined }, true)}
            />
          )}
        </>
      }
      onEdit={row => byHand.edit(row.id)}
      empty={<Empty line={say.noneOfForms} />}
    />
  )
}

type ThingsProps = { readonly list: 'repeated' | 'typed'; readonly rows: readonly AskedThing[] }

function Things({ list, rows }: ThingsProps) {
  const spoken = useSpoken()
  const { burden: say } = spoken.words
  const columns = useMemo(
    () => (list === 'repeated' ? repeatedColumns(spoken) : typedColumns(spoken)),
    [spoken, list],
  )
  const { order, onOrder } = useOrderOf(columns)
  const shown = inOrder([...rows], columns, order)
  return (
    <RecordList
      label={say.lists[list]}
      name={`burden-${list}`}
      columns={columns}
      rows={rowsOf(shown, list)}
      keyOf={row => `${row.thing} ${row.askers[0]?.id ?? ''}`}
      order={order}
      onOrder={onOrder}
      filters={<strong>{say.lists[list]}</strong>}
      empty={<Empty line={say.none} />}
    />
  )
}

/** The order in the address, of columns that can be put in order. */
function useOrderOf<Row>(columns: readonly Column<Row>[]) {
  const { get, change } = useAddress()
  const by = columns.find(({ key, sorts }) => sorts && key === get('sort'))?.key
  return {
    order: by === undefined ? undefined : { by, isDown: get('down') !== undefined },
    onOrder: (next: Order) => change({ sort: next.by, down: next.isDown ? 'yes' : undefined }, true),
  }
}

function formColumns({ words: { burden: say }, language }: Spoken): Column<FormWeight>[] {
  const number = (
    key: string,
    title: string,
    of: (row: FormWeight) => number,
    text = (row: FormWeight) => count(of(row)),
  ): Column<FormWeight> => ({ key, title, width: '80px', align: 'right', text, value: of, sorts: true })
  const asked = (row: FormWeight, n: number) => (row.isRead || row.ended ? count(n) : say.unread)
  return [
    {
      key: 'name',
      title: say.form,
      width: 'minmax(200px, 2fr)',
      text: row => (row.ended ? `${row.name}（${say.ended}）` : row.name),
      href: row => `/forms/${encodeURIComponent(row.id)}`,
      sorts: true,
    },
    {
      key: 'reasons',
      title: say.reasons,
      width: 'minmax(150px, 2fr)',
      text: ({ reasons, coveredBy }) =>
        reasons
          .map(one => (one === 'covered' ? say.why.covered(coveredBy?.name ?? '') : say.why[one]))
          .join(' · '),
    },
    {
      key: 'askedBy',
      title: wordOf(blankForm, 'asked_by', language),
      width: 'minmax(100px, 1fr)',
      text: row => row.askedBy ?? '',
    },
    {
      key: 'usedBy',
      title: say.usedBy,
      width: 'minmax(110px, 1fr)',
      text: row => row.usedBy ?? say.nobody,
      cell: row => (row.usedBy === null ? <span className="quiet">{say.nobody}</span> : row.usedBy),
    },
    number('times', say.times, row => row.times),
    number(
      'hand',
      say.hand,
      row => row.hand,
      row => asked(row, row.hand),
    ),
    number(
      'registry',
      say.registry,
      row => row.registry,
      row => asked(row, row.registry),
    ),
    {
      key: 'last',
      title: say.last,
      width: 'minmax(170px, 1fr)',
      text: ({ last }) =>
        last === null ? say.never : [last.on, last.orgName, last.writer].filter(Boolean).join(' '),
      value: ({ last }) => last?.on ?? '',
      sorts: true,
    },
    { ...number('offices', say.offices, row => row.offices), isExtra: true },
  ]
}

function repeatedColumns({ words: { burden: say }, language }: Spoken): Column<AskedThing>[] {
  return [
    {
      key: 'name',
      title: say.thing,
      width: 'minmax(200px, 1fr)',
      text: row => upperFirst(row.name[language]),
      sorts: true,
    },
    {
      key: 'times',
      title: say.times2,
      width: '112px',
      align: 'right',
      text: row => count(askedOften(row)),
      value: askedOften,
      href: row => addressOf('/burden', { list: 'forms', asks: row.thing }),
      sorts: true,
    },
    {
      key: 'where',
      title: say.where,
      width: 'minmax(300px, 3fr)',
      text: row => namesIn(row, language, () => true),
    },
    {
      key: 'hand',
      title: say.byHand,
      width: 'minmax(160px, 1fr)',
      text: row => namesIn(row, language, ({ by }) => by === 'hand'),
    },
  ]
}

function typedColumns({ words: { burden: say }, language }: Spoken): Column<AskedThing>[] {
  const isType = (row: AskedThing) => row.askers.some(({ kind }) => kind === 'type')
  const toDo = (row: AskedThing) => {
    const held = row.heldAs?.[language]
    if (held === undefined) return say.record
    return isType(row) ? say.drop(held) : say.mark(held)
  }
  return [
    {
      key: 'name',
      title: say.thing,
      width: 'minmax(180px, 1fr)',
      text: row => upperFirst(row.name[language]),
      sorts: true,
    },
    {
      key: 'hand',
      title: say.byHand,
      width: 'minmax(260px, 2fr)',
      text: row => namesIn(row, language, ({ by }) => by === 'hand'),
    },
    {
      key: 'todo',
      title: say.whatToDo,
      width: 'minmax(260px, 2fr)',
      text: toDo,
      href: row => {
        const form = row.askers.find(({ kind, by }) => kind === 'form' && by === 'hand')
        if (row.heldAs !== null && form !== undefined) return `/forms/${encodeURIComponent(form.id)}`
        return isType(row) ? addressOf('/work', { part: 'work_type' }) : undefined
      },
    },
  ]
}

function namesIn(
  { askers }: AskedThing,
  language: 'zh' | 'en',
  which: (one: AskedThing['askers'][number]) => boolean,
): string {
  const names = askers.filter(which).map(({ name }) => name[language])
  return [...new Set(names)].join(language === 'zh' ? '、' : ', ')
}
