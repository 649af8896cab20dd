import { SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import type { Case } from '#contract/lifeline/cases.ts'
import { useSpoken } from '../../text/language.ts'

/** Of each problem whether it is returned, and why. */
export type Judgement = Readonly<Record<string, { readonly isReturned: boolean; readonly reason: string }>>

export function emptyJudgement({ problems }: Pick<Case, 'problems'>): Judgement {
  return Object.fromEntries(problems.map(problem => [problem, { isReturned: false, reason: '' }]))
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
        const now = judgement[problem] ?? { isReturned: false, reason: '' }
        const before = one.points[at]
        const change = (more: Partial<typeof now>) =>
          onChange({ ...judgement, [problem]: { ...now, ...more } })
        return (
          <div key={problem} className="judged">
            <div className="judged-head">
              <span>
                {at + 1}. {problem}
                {before?.is === 'returned' && (
                  <span className="quiet">
                    {' '}
                    ({points.returned}: {before.reason})
                  </span>
                )}
              </span>
              <SegmentedControl
                size="xs"
                aria-label={judge.of(problem)}
                value={now.isReturned ? 'returned' : 'passed'}
                onChange={value => change({ isReturned: value === 'returned' })}
                data={[
                  { value: 'passed', label: judge.passed },
                  { value: 'returned', label: judge.returned },
                ]}
              />
            </div>
            {now.isReturned && (
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
