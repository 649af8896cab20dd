import { Input, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import type { Case } from '#contract/lifeline/cases.ts'
import { useSpoken } from '../../text/language.ts'

/** Of each problem whether it is accepted or returned, and why; nothing before somebody has judged it. */
export type Judgement = Readonly<Record<string, Point>>
type Point = { readonly is: 'accepted' | 'returned' | undefined; readonly reason: string }

/** The problems as they stand now, with what was said of them already. */
export function judgedSoFar({ problems }: Pick<Case, 'problems'>, said: Judgement = {}): Judgement {
  return Object.fromEntries(
    problems.map(problem => [problem, said[problem] ?? { is: undefined, reason: '' }]),
  )
}

type Props = {
  readonly one: Case
  readonly judgement: Judgement
  readonly onChange: (judgement: Judgement) => void
  readonly wasSent: boolean
}

/** Each problem is accepted, or returned with its reason; what was returned before says so. */
export function JudgePoints({ one, judgement, onChange, wasSent }: Props) {
  const { words } = useSpoken()
  const { judge, points } = words.cases
  return (
    <Stack gap="sm">
      <Text size="sm" className="quiet">
        {judge.line}
      </Text>
      {one.problems.map((problem, at) => {
        const now = judgement[problem] ?? { is: undefined, reason: '' }
        const before = one.points[at]
        const change = (more: Partial<Point>) => onChange({ ...judgement, [problem]: { ...now, ...more } })
        return (
          <div key={problem} className="judged">
            <div className="judged-head">
              <span>
                {at + 1}. {problem}
                {before?.is === 'returned' && (
                  <span className="quiet">
                    {' · '}
                    {words.packet.dispute.pair(points.returned, before.reason ?? '')}
                  </span>
                )}
              </span>
              <SegmentedControl
                size="xs"
                aria-label={judge.of(problem)}
                value={now.is ?? ''}
                onChange={value => change({ is: value === 'returned' ? 'returned' : 'accepted' })}
                data={[
                  { value: 'accepted', label: judge.passed },
                  { value: 'returned', label: judge.returned },
                ]}
              />
            </div>
            {wasSent && now.is === undefined && <Input.Error role="alert">{judge.undecided}</Input.Error>}
            {now.is === 'returned' && (
              <TextInput
                data-field={`reason-${at}`}
                aria-label={judge.why(problem)}
                placeholder={judge.why(problem)}
                maxLength={500}
                value={now.reason}
                error={wasSent && now.reason.trim() === '' ? judge.needed : undefined}
                onChange={event => change({ reason: event.currentTarget.value })}
              />
            )}
          </div>
        )
      })}
    </Stack>
  )
}
