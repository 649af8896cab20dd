import { useLocalStorage } from '@mantine/hooks'
import { useLocation } from 'wouter'
import { SampleBanner } from '../features/settings/sample-banner.tsx'
import { WhoAsked } from '../features/settings/who-asked.tsx'
import { useSpoken } from '../text/language.ts'
import { Content } from './content.tsx'
import { FileDrop, useOpenFiles } from './file-drop.tsx'
import { Routes } from './routes.tsx'
import { Search } from './search.tsx'
import { SideNavigation } from './side-navigation.tsx'
import { TopBar } from './top-bar.tsx'

type Org = { readonly id: string; readonly name: string } | null

/** The frame around every page: navigation at the left, whose registry it is above, the page itself. */
export function Shell({ org, isSample }: { readonly org: Org; readonly isSample: boolean }) {
  const { words } = useSpoken()
  const [path] = useLocation()
  const openFiles = useOpenFiles()
  const [folded, setFolded] = useLocalStorage({
    key: 'lifeline.folded',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {words.say.skip}
      </a>
      <SideNavigation isFolded={folded} onFold={() => setFolded(!folded)} />
      <div className="main">
        <div>
          <TopBar orgName={org?.name ?? ''} />
          {isSample && <SampleBanner />}
        </div>
        <Content key={path} path={path}>
          <Routes />
        </Content>
      </div>
      <Search />
      <WhoAsked />
      <FileDrop onFiles={openFiles} />
    </div>
  )
}
