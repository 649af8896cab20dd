import { useAges } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { AgePyramid } from '../../kit/pictures/age-pyramid.tsx'

/** The members of one's own organization by age and sex. */
export function HomeAges() {
  const { day } = useShownDay()
  return (
    <div className="home-ages">
      <Answer of={useAges(undefined, day)} lines={10}>
        {({ rows }) => <AgePyramid rows={rows} />}
      </Answer>
    </div>
  )
}
