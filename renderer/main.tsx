import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './frame/page.css'
import './frame/glance.css'
import './frame/cases.css'
import './frame/sheet.css'
import './frame/print.css'
import 'dayjs/locale/zh-cn'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { Providers } from './frame/providers.tsx'
import { reachEngine } from './host/reach.ts'

// The content security policy forbids code made at run time, which zod would try.
z.config({ jitless: true })

const place = document.getElementById('root')
if (place === null) throw new Error('index.html has a place for the page')
const client = await reachEngine(window)
createRoot(place).render(<Providers client={client} />)
