import { SimpleGrid, Stack, Table, Title } from '@mantine/core'
import { useChildren, type useOrg } from '../../api/questions.ts'
import { addressOf } from '../../app/address.ts'
import { useAddress } from '../../app/use-address.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { wordFor } from '../../text/words-for.ts'
import { Answer } from '../../ui/answer.tsx'
import { AppLink } from '../../ui/app-link.tsx'
import { type Fact, FactList } from '../../ui/fact-list.tsx'
import { NumberTile } from '../../ui/number-tile.tsx'

type Props = {
  readonly detail: NonNullable<ReturnType<typeof useOrg>['data']>
  readonly asOf: string | undefined
}

/** Numbers with all below, the facts, and the organizations directly below. */
export function OrgOverview({ detail, asOf }: Props) {
  const { words } = useSpoken()
  const { changed } = useAddress()
  const facts: Fact[] = [
    [words.org.code, detail.code],
    [words.org.shortName, detail.shortName],
    [words.org.industry, detail.industry],
    [words.org.founded, detail.founded],
    ...(detail.kind === 'branch'
      ? [[words.org.branchType, wordFor(words.vocabulary.branchType, detail.branchType)] as const]
      : []),
    [words.org.phone, detail.phone],
  ]
  const note = words.org.countsBelow
  return (
    <Stack gap="md">
      <SimpleGrid cols={3} maw={640}>
        <NumberTile
          label={words.home.members}
          value={count(detail.members)}
          note={note}
          href={addressOf('/people', { org: detail.id, asOf })}
        />
        <NumberTile
          label={words.home.branches}
          value={count(detail.branches)}
          note={note}
          href={addressOf('/lifeline', { under: detail.id, asOf })}
        />
        <NumberTile
          label={words.home.cadres}
          value={count(detail.cadres)}
          note={note}
          href={changed({ tab: 'cadres' })}
        />
      </SimpleGrid>
      <FactList facts={facts} />
      {detail.kind !== 'branch' && <Below org={detail.id} asOf={asOf} />}
    </Stack>
  )
}

function Below({ org, asOf }: { readonly org: string; readonly asOf: string | undefined }) {
  const { words } = useSpoken()
  const { changed } = useAddress()
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
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.org.name}</Table.Th>
                  <Table.Th>{words.org.kind}</Table.Th>
                  <Table.Th ta="right">{words.org.branchCount}</Table.Th>
                  <Table.Th ta="right">{words.org.memberCount}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {children.slice(0, 300).map(child => (
                  <Table.Tr key={child.id}>
                    <Table.Td>
                      <AppLink href={changed({ org: child.id })}>{child.name}</AppLink>
                    </Table.Td>
                    <Table.Td>{words.vocabulary.kind[child.kind]}</Table.Td>
                    <Table.Td ta="right">{count(child.branches)}</Table.Td>
                    <Table.Td ta="right">{count(child.members)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Answer>
    </div>
  )
}
