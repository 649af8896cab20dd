import type { mishapZh } from '../zh/mishap.ts'

export const mishapEn: typeof mishapZh = {
  title: {
    page: 'This page has a fault',
    panel: 'This panel has a fault',
    window: 'The window has a fault',
  },
  kept: 'The program failed while it was showing something. The registry is not affected: what was saved is there, and what was being filled in is kept as a draft and will be there when it is opened again.',
  next: {
    page: 'Try again, or go back and do something else first. If that does not help, copy the details and give them to whoever maintains the program.',
    panel:
      'Try again, or close this panel and do something else first. If that does not help, copy the details and give them to whoever maintains the program.',
    window:
      'Reload the window. If that does not help, copy the details and give them to whoever maintains the program.',
  },
  reload: 'Reload the window',
  copy: 'Copy the details',
  copied: 'Copied',
  copyByHand: 'It could not be copied: mark the text below and press Ctrl+C.',
  details: 'Details for whoever maintains the program (nothing that was searched for or typed)',
}
