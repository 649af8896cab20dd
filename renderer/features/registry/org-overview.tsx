import { SimpleGrid, Stack, Title } from '@mantine/core'
import { useMemo } from 'react'
import type { OrgNode } from '#contract/looking.ts'
import { useChildren, type useOrg } from '../../api/questions.ts'
import { addressOf } from '../../kit/address.ts'
import { Answer } from '../../kit/answer.tsx'
import { AppLink } from '../../kit/app-link.tsx'
import { type Fact, FactList } from '../../kit/fact-list.tsx'
import { NumberTile } from '../../kit/number-tile.tsx'
import { useAddress } from '../../kit/use-address.ts'
import { type Column, VirtualTable } from '../../kit/virtual-table.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { wordFor } from '../../text/words-for.ts'

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
      {!isBranch && <Below org={detail.id} asOf={asOf} />}
    </Stack>
  )
}

/** As high as its rows, up to so many; the rest is scrolled. */
const mostRows = 14

function Below({ org, asOf }: { readonly org: string; readonly asOf: string | undefined }) {
  const { words } = useSpoken()
  const columns = useMemo(() => columnsOf(words, asOf), [words, asOf])
  return (
    <div>
      <Title order={2} mb={4}>
        {words.org.below}
      </Title>
      <Answer of={useChildren(org, asOf)}>
        {children =>
          children.length === 0 ? (
            <span className="quiet">{words.org.belowNone}</span>
          ) : (
            <div className="whole" style={{ height: Math.min(children.length, mostRows) * 36 + 36 }}>
              <VirtualTable
                label={words.org.below}
                columns={columns}
                count={children.length}
                rowAt={i => children[i]}
                of={org}
              />
            </div>
          )
        }
      </Answer>
    </div>
  )
}

function columnsOf(
  words: ReturnType<typeof useSpoken>['words'],
  asOf: string | undefined,
): Column<OrgNode>[] {
  const { org, vocabulary } = words
  return [
    {
      key: 'name',
      title: org.name,
      width: 'minmax(240px, 1fr)',
      cell: child => (
        <AppLink href={addressOf('/orgs', { org: child.id, asOf })} title={child.name}>
          {child.name}
        </AppLink>
      ),
    },
    { key: 'kind', title: org.kind, width: '136px', cell: child => vocabulary.kind[child.kind] },
    {
      key: 'branches',
      title: org.branchCount,
      width: '96px',
      align: 'right',
      cell: child => count(child.branches),
    },
    {
      key: 'members',
      title: org.memberCount,
      width: '96px',
      align: 'right',
      cell: child => count(child.members),
    },
  ]
}
