import { SegmentedControl, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { transfer } from '#db/records/transfer.ts'
import { useClient } from '../../../api/client.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { KindList } from '../../../kit/forms/kind-list.tsx'
import { useSpoken } from '../../../text/language.ts'
import { upperFirst } from '../../../text/word-of.ts'
import { count } from '../../../text/written.ts'
import { TransferList } from '../transfers/transfer-list.tsx'
import { personKinds } from './person-now.ts'

type Props = { readonly id: string; readonly name: string; readonly asOf: string | undefined }

/** Fees, appraisals, transfers and whatever else is kept of somebody: the kinds of which there is anything. */
export function PersonLists({ id, name, asOf }: Props) {
  const { language, words } = useSpoken()
  const client = useClient()
  const { get, change } = useAddress()
  const counted = useQuery({
    queryKey: ['records', 'of-person', id, asOf],
    queryFn: ({ signal }) =>
      Promise.all(
        personKinds.map(async kind => {
          const asked = { kind: kind.name, where: { person: id }, asOf, limit: 1 }
          return { kind, total: (await client.records.list(asked, { signal })).total }
        }),
      ),
  }).data
  const present = counted?.filter(({ total }) => total > 0) ?? []
  const shown = present.find(({ kind }) => kind.name === get('list')) ?? present[0]
  if (shown === undefined) return null
  return (
    <section className="panel person-panel person-lists" aria-label={words.glance.records}>
      {present.length === 1 ? (
        <Title order={2}>{upperFirst(shown.kind.words[language])}</Title>
      ) : (
        <SegmentedControl
          size="xs"
          aria-label={words.glance.records}
          value={shown.kind.name}
          onChange={list => change({ list, sort: undefined, down: undefined }, true)}
          data={present.map(({ kind, total }) => ({
            value: kind.name,
            label: `${upperFirst(kind.words[language])} ${count(total)}`,
          }))}
        />
      )}
      <div className="person-list" style={{ height: heightOf(shown.total) }}>
        {shown.kind.name === transfer.name ? (
          <TransferList of={{ person: id }} asOf={asOf} whose={name} empty={null} />
        ) : (
          <KindList
            key={shown.kind.name}
            kind={shown.kind}
            of={{ person: id }}
            whose={name}
            same="person"
            asOf={asOf}
          />
        )}
      </div>
    </section>
  )
}

/** As high as its rows, with what stands above them; of many only some are in sight. In pixels. */
function heightOf(rows: number): number {
  return 96 + 36 * Math.min(rows, 8)
}
