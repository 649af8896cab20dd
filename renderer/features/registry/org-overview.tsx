import { Title } from '@mantine/core'
import { useGlance, type useOrg } from '../../api/questions.ts'
import { Answer } from '../../kit/answer.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { OrgCard } from './org-card.tsx'
import { OrgUnits } from './org-units.tsx'
import { PeopleTable } from './people-table.tsx'

type Props = {
  readonly detail: NonNullable<ReturnType<typeof useOrg>['data']>
  readonly asOf: string | undefined
}

/** The organization at a glance; below it the units that hang on it, and of a branch its members. */
export function OrgOverview({ detail, asOf }: Props) {
  const { words } = useSpoken()
  return (
    <Answer of={useGlance(detail.id, asOf)} lines={8}>
      {glance => (
        <div className="org-overview">
          <OrgCard glance={glance} detail={detail} asOf={asOf} />
          {detail.kind === 'branch' ? (
            <div className="org-rest">
              <PeopleTable
                isNarrow
                filter={{ org: detail.id, ...(asOf !== undefined && { asOf }) }}
                heading={total => (
                  <Title order={2}>
                    {words.glance.membersOf}
                    <span className="quiet title-count">{total === undefined ? '' : count(total)}</span>
                  </Title>
                )}
              />
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
                <OrgUnits org={detail.id} units={glance.below} today={glance.asOf} asOf={asOf} />
              )}
            </div>
          )}
        </div>
      )}
    </Answer>
  )
}
