import { createTheme, type MantineColorsTuple } from '@mantine/core'
import { readyToReplace } from '../kit/forms/finder.tsx'
import type { Words } from '../text/zh-CN.ts'

/** The one colour of what can be clicked. Red, orange and yellow belong to findings and deadlines alone. */
const lake: MantineColorsTuple = [
  '#eef5fb',
  '#dbe8f4',
  '#b5cfe9',
  '#8bb5de',
  '#689fd4',
  '#4f8fcd',
  '#3b7fc2',
  '#2a6bab',
  '#215b95',
  '#134b80',
]

/** How everything looks: decided here, in page.css, and in the style sheet beside what it is for. */
const theme = {
  primaryColor: 'lake',
  primaryShade: 7,
  colors: { lake },
  autoContrast: true,
  fontFamily: '"Segoe UI", "Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", sans-serif',
  fontFamilyMonospace: 'Consolas, "Cascadia Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.5', sm: '1.6', md: '1.6', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '1.4' },
      h2: { fontSize: '16px', lineHeight: '1.5' },
      h3: { fontSize: '14px', lineHeight: '1.6' },
    },
  },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  defaultRadius: 'sm',
  respectReducedMotion: true,
} as const

/** The same in a language: what Mantine's own buttons without words are called. */
export function themeIn({ say }: Words) {
  return createTheme({
    ...theme,
    components: {
      CalendarHeader: { defaultProps: { previousLabel: say.earlier, nextLabel: say.later } },
      InputClearButton: { defaultProps: { 'aria-label': say.clear } },
      // A long menu is as high as there is room, and scrolls.
      Menu: { defaultProps: { middlewares: { flip: true, shift: true, size: { padding: 8 } } } },
      Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': say.close } } },
      // Dialogs are called by their titles; the search is the one that has none.
      ModalContent: { defaultProps: { 'aria-label': say.search } },
      Month: { defaultProps: { hideOutsideDates: true } },
      MonthLevel: { defaultProps: { monthLabelFormat: say.monthFormat } },
      Notification: { defaultProps: { closeButtonProps: { 'aria-label': say.close } } },
      Select: { defaultProps: { onFocus: readyToReplace } },
      Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: 12, highlightOnHover: true } },
      Tabs: { defaultProps: { keepMounted: false } },
      Tooltip: { defaultProps: { withArrow: true, openDelay: 400 } },
    },
  })
}
