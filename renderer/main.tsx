import '@mantine/core/styles.css'
import '@mantine/charts/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './frame/page.css'
import './kit/page/page-parts.css'
import './kit/lists/rows.css'
import './kit/forms/forms.css'
import './kit/files/attached.css'
import './features/registry/registry.css'
import './features/lifeline/lifeline.css'
import './features/home/home.css'
import './features/rosters/steps.css'
import './features/settings/settings.css'
import './features/annual/annual.css'
import './features/reports/reports.css'
import './kit/pictures/pictures.css'
import './frame/small-screens.css'
import './features/cases/cases.css'
import './kit/sheet/sheet.css'
import './frame/print.css'
import 'dayjs/locale/zh-cn'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { askAhead } from './frame/ask-ahead.ts'
import { Providers } from './frame/providers.tsx'
import { queries } from './frame/queries.ts'
import { reachEngine } from './host/reach.ts'
import { pressHeldKeysOnce } from './kit/page/held-keys.ts'

// The content security policy forbids code made at run time, which zod would try.
z.config({ jitless: true })

const place = document.getElementById('root')
if (place === null) throw new Error('index.html has a place for the page')
const client = await reachEngine(window)
pressHeldKeysOnce()
if (client !== undefined) askAhead(queries, client, window.location)
createRoot(place).render(<Providers client={client} />)
