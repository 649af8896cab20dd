import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { useLocation } from 'wouter'
import { useStatus } from '../api/questions.ts'
import { useShownDay } from '../api/shown-day.ts'
import { useOpenFiles } from '../features/rosters/queue/open-files.ts'
import { usePaste } from '../features/rosters/queue/use-paste.ts'
import { SampleBanner } from '../features/settings/sample-banner.tsx'
import { WhoAsked } from '../features/settings/who-asked.tsx'
import { FileDrop } from '../kit/files/file-drop.tsx'
import { pageRules } from '../kit/lists/paper.ts'
import { useKeptFocus } from '../kit/page/kept-focus.ts'
import { useSpoken } from '../text/language.ts'
import { Content } from './content.tsx'
import { useDayTurns } from './day-turns.ts'
import { PastBar } from './past-bar.tsx'
import { Search } from './search.tsx'
import { SideNavigation } from './side-navigation.tsx'
import { TopBar } from './top-bar.tsx'

type Org = { readonly id: string; readonly name: string } | null

/** A PC that shows everything at 125 %: the navigation is icons until someone unfolds it. */
const narrow = '(max-width: 1199px)'

/** The frame around every page: navigation at the left, whose registry it is above, the page itself. */
export function Shell({ org, isSample }: { readonly org: Org; readonly isSample: boolean }) {
  const { words } = useSpoken()
  const [path] = useLocation()
  const openFiles = useOpenFiles()
  usePaste()
  useDayTurns()
  useKeptFocus()
  const isNarrow = useMediaQuery(narrow, undefined, { getInitialValueInEffect: false })
  const [chosen, setChosen] = useLocalStorage<boolean | null>({
    key: 'lifeline.folded',
    defaultValue: null,
    getInitialValueInEffect: false,
  })
  const isFolded = chosen ?? isNarrow
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {words.say.skip}
      </a>
      <SideNavigation isFolded={isFolded} onFold={() => setChosen(!isFolded)} />
      <div className="main">
        <header>
          <TopBar orgName={org?.name ?? ''} />
          {isSample && <SampleBanner />}
          <PastBar />
        </header>
        <Content key={path} path={path} />
      </div>
      <PaperHead office={org?.name ?? ''} />
      <Search />
      <WhoAsked />
      <FileDrop onFiles={openFiles} />
    </div>
  )
}

/** Whoever finds a sheet of any page on a desk reads on it whose it is and of which day; a list that is printed alone says its own. */
function PaperHead({ office }: { readonly office: string }) {
  const { words } = useSpoken()
  const { day } = useShownDay()
  const today = useStatus().data?.clock.today
  const days = today === undefined ? [] : [`${words.say.asOf} ${day ?? today}`, words.say.printedOn(today)]
  return <style media="print">{pageRules(office, days.join(' · '), false)}</style>
}
