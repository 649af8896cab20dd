import { SimpleGrid, Stack, Title } from '@mantine/core'
import { useMemo } from 'react'
import type { OrgNode } from '#contract/looking.ts'
import { useChildren, type useOrg } from '../../api/questions.ts'
import { addressOf } from '../../kit/address.ts'
import { Answer } from '../../kit/answer.tsx'
import { inOrder } from '../../kit/columns.ts'
import { type Fact, FactList } from '../../kit/fact-list.tsx'
import { NumberTile } from '../../kit/number-tile.tsx'
import { RecordList } from '../../kit/record-list.tsx'
import type { Column } from '../../kit/record-table.tsx'
import { useAddress } from '../../kit/use-address.ts'
import { useOrder } from '../../kit/use-order.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { wordFor } from '../../text/words-for.ts'
import type { Words } from '../../text/zh-CN.ts'

type Props = {
  readonly detail: NonNullable<ReturnType<typeof useOrg>['data']>
  readonly asOf: string | undefined
}

/** Numbers with all below, the facts, and the organizations directly below. */
export function OrgOverview({ detail, asOf }: Props) {
  const { words } = useSpoken()
  const { changed } = useAddress()
  const isBranch = detail.kind === 'branch'
  const facts: Fact[] = [
    [words.org.code, detail.code],
    [words.org.shortName, detail.shortName],
    [words.org.industry, detail.industry],
    [words.org.founded, detail.founded],
    ...(isBranch
      ? [[words.org.branchType, wordFor(words.vocabulary.branchType, detail.branchType)] as const]
      : []),
    [words.org.phone, detail.phone],
  ]
  const note = isBranch ? undefined : words.org.countsBelow
  return (
    <Stack gap="md">
      <SimpleGrid cols={3} maw={640}>
        <NumberTile
          label={words.home.members}
          value={count(detail.members)}
          note={note}
          href={addressOf('/people', { org: detail.id, asOf })}
        />
        {!isBranch && (
          <NumberTile
            label={words.home.branches}
            value={count(detail.branches)}
            note={note}
            href={addressOf('/lifeline', { under: detail.id, asOf })}
          />
        )}
        <NumberTile
          label={words.home.cadres}
          value={count(detail.cadres)}
          note={note}
          href={changed({ tab: 'cadres' })}
        />
      </SimpleGrid>
      <FactList facts={facts} />
      {!isBranch && <Below org={detail.id} whose={detail.name} asOf={asOf} />}
    </Stack>
  )
}

/** As high as its rows, up to so many; the rest is scrolled. */
const mostRows = 12
const unitSorts = ['code', 'name', 'kind', 'branches', 'members'] as const

type BelowProps = { readonly org: string; readonly whose: string; readonly asOf: string | undefined }

function Below({ org, whose, asOf }: BelowProps) {
  const { words } = useSpoken()
  const columns = useMemo(() => columnsOf(words, asOf), [words, asOf])
  const { order, onOrder } = useOrder(unitSorts, { by: 'code', isDown: false })
  return (
    <div>
      <Title order={2} mb={4}>
        {words.org.below}
      </Title>
      <Answer of={useChildren(org, asOf)}>
        {children => {
          const rows = inOrder(children, columns, order)
          return (
            <div style={{ height: Math.min(rows.length, mostRows) * 36 + 100 }}>
              <RecordList
                label={words.org.below}
                name="units"
                columns={columns}
                count={rows.length}
                rowAt={i => rows[i]}
                keyOf={child => child.id}
                of={`${org} ${asOf ?? ''}`}
                order={order}
                onOrder={onOrder}
                load={async most => rows.slice(0, most)}
                asOf={asOf}
                whose={whose}
                empty={<span className="quiet">{words.org.belowNone}</span>}
              />
            </div>
          )
        }}
      </Answer>
    </div>
  )
}

function columnsOf({ org, vocabulary }: Words, asOf: string | undefined): Column<OrgNode>[] {
  return [
    {
      key: 'code',
      title: org.code,
      width: '130px',
      text: child => child.code ?? '',
      sorts: true,
      isExtra: true,
    },
    {
      key: 'name',
      title: org.name,
      width: 'minmax(240px, 1fr)',
      text: child => child.name,
      href: child => addressOf('/orgs', { org: child.id, asOf }),
      sorts: true,
    },
    { key: 'kind', title: org.kind, width: '136px', text: child => vocabulary.kind[child.kind], sorts: true },
    {
      key: 'branches',
      title: org.branchCount,
      width: '110px',
      align: 'right',
      text: child => count(child.branches),
      value: child => child.branches,
      sorts: true,
    },
    {
      key: 'members',
      title: org.memberCount,
      width: '110px',
      align: 'right',
      text: child => count(child.members),
      value: child => child.members,
      sorts: true,
    },
  ]
}
