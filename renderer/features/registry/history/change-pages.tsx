import { Group, Pagination } from '@mantine/core'
import { useAddress } from '../../../kit/address/use-address.ts'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'

/** So many changes are told on a page. */
export const changesOnPage = 50

/** Which page of a long list of changes is looked at; the address says it, so that going back leads there. */
export function useChangePage() {
  const { get, change } = useAddress()
  const page = Math.max(1, Number(get('page') ?? 1) || 1)
  return {
    page,
    offset: (page - 1) * changesOnPage,
    turnTo: (next: number) => change({ page: next === 1 ? undefined : String(next) }, true),
  }
}

/** From where to where the page goes, and the way to the others; nothing where one page holds all. */
export function ChangePages({ total }: { readonly total: number }) {
  const { words } = useSpoken()
  const { page, offset, turnTo } = useChangePage()
  const { history } = words.glance
  const pages = Math.ceil(total / changesOnPage)
  if (pages <= 1) return null
  return (
    <Group justify="space-between">
      <span className="quiet">
        {history.range(count(offset + 1), count(Math.min(offset + changesOnPage, total)), count(total))}
      </span>
      <Pagination
        aria-label={history.page}
        total={pages}
        value={page}
        getControlProps={control => ({
          'aria-label': control === 'next' ? words.say.later : words.say.earlier,
        })}
        onChange={turnTo}
      />
    </Group>
  )
}
