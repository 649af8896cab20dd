import { Stack } from '@mantine/core'
import { usePlaces, useScan } from '../../api/questions.ts'
import { Answer } from '../../kit/answer.tsx'
import { Empty } from '../../kit/empty.tsx'
import { useSpoken } from '../../text/language.ts'
import { FindingCard } from './finding-card.tsx'

type Props = { readonly org: string; readonly asOf: string | undefined; readonly rule?: string | undefined }

/** What was found of one organization itself, with the reasons. */
export function OrgFindings({ org, asOf, rule }: Props) {
  const { words } = useSpoken()
  const own = usePlaces([org], asOf).data?.[0]?.path.at(-1)
  const scan = useScan({ org, asOf, evidence: true, ...(rule !== undefined && { rules: [rule] }) })
  return (
    <Answer of={own === undefined ? { ...scan, data: undefined } : scan}>
      {({ findings }) => {
        const names = [own?.id ?? org, own?.code ?? org]
        const rows = findings.filter(finding => names.includes(finding.org))
        if (rows.length === 0) return <Empty line={words.org.findingsNone} />
        return (
          <Stack gap="sm">
            {rows.map(finding => (
              <FindingCard key={finding.rule} finding={finding} asOf={asOf} />
            ))}
          </Stack>
        )
      }}
    </Answer>
  )
}
