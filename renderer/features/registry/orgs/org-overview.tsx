import { Title } from '@mantine/core'
import { useGlance, type useOrg, useOverview } from '../../../api/questions.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import { MembersTab } from './members-tab.tsx'
import { OrgCard } from './org-card.tsx'
import { OrgUnits } from './org-units.tsx'
import { unitLines } from './unit-lines.ts'

type Props = {
  readonly detail: NonNullable<ReturnType<typeof useOrg>['data']>
  readonly asOf: string | undefined
}

/** The organization at a glance; below it the units that hang on it, and of a branch its members. */
export function OrgOverview({ detail, asOf }: Props) {
  const { words } = useSpoken()
  const [glanced, reviewed] = [useGlance(detail.id, asOf), useOverview({ org: detail.id, asOf })]
  // Together: a column that came later would move the others.
  const all = {
    data: glanced.data && reviewed.data && { ...glanced.data, reviewed: reviewed.data.units },
    error: glanced.error ?? reviewed.error,
    refetch: () => Promise.all([glanced.refetch(), reviewed.refetch()]),
  }
  return (
    <Answer of={all} lines={8}>
      {glance => (
        <div className="org-overview">
          <OrgCard glance={glance} detail={detail} asOf={asOf} />
          {detail.kind === 'branch' ? (
            <div className="org-rest">
              <Title order={2}>
                {words.glance.membersOf}
                <span className="quiet title-count">{count(glance.own.members)}</span>
              </Title>
              <MembersTab org={detail.id} whose={detail.name} asOf={asOf} isPart />
            </div>
          ) : (
            <div className="org-rest">
              <Title order={2}>
                {words.glance.units}
                <span className="quiet title-count">{count(glance.below.length)}</span>
              </Title>
              {glance.below.length === 0 ? (
                <span className="quiet">{words.org.belowNone}</span>
              ) : (
                <OrgUnits
                  org={detail.id}
                  whose={detail.name}
                  units={unitLines(glance.below, glance.reviewed)}
                  today={glance.asOf}
                  asOf={asOf}
                />
              )}
            </div>
          )}
        </div>
      )}
    </Answer>
  )
}
