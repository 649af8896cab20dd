import { ActionIcon, Button, Divider, Group, Popover, Stack, TextInput } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconBookmark, IconBookmarkFilled, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useSpoken } from '../../text/language.ts'
import { useAddress } from '../address/use-address.ts'
import { type Keeping, type KeptFilter, meantBy, nameOf, withFilter } from './filters-kept.ts'

/** The filters of a list that are kept on this PC under its name, what filters it now, and what that is called. */
export function useKeptFilters(name: string, keeping: Keeping | undefined) {
  const { get } = useAddress()
  const [kept, keep] = useLocalStorage<readonly KeptFilter[]>({
    key: `lifeline.filters.${name}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  })
  const keys = keeping?.keys ?? []
  const now = Object.fromEntries(keys.flatMap(key => (get(key) === undefined ? [] : [[key, get(key) ?? '']])))
  const isFiltered = Object.keys(now).length > 0
  const current = keeping && nameOf(kept, keeping, now)
  return { kept, keep, now, isFiltered, current }
}

type Props = { readonly of: ReturnType<typeof useKeptFilters>; readonly keeping: Keeping }

/** Filters that somebody set once and gave a name: chosen again they stand as they were, for the screen, paper and files. */
export function KeptFilters({ of: { kept, keep, now, isFiltered, current }, keeping }: Props) {
  const { words } = useSpoken()
  const { change } = useAddress()
  const [isOpen, setOpen] = useState(false)
  const [called, setCalled] = useState('')
  const apply = (filter: KeptFilter) => {
    const set = meantBy(filter, keeping)
    change(Object.fromEntries(keeping.keys.map(key => [key, set[key]])), true)
    setOpen(false)
  }
  const Mark = current === undefined ? IconBookmark : IconBookmarkFilled
  const { filters } = words.list
  return (
    <Popover
      position="bottom-start"
      opened={isOpen}
      onChange={setOpen}
      trapFocus
      width={300}
      closeOnEscape
      returnFocus
    >
      <Popover.Target>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={filters.title}
          title={current ?? filters.title}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <Mark size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={filters.title}>
        <Stack gap="xs">
          {kept.map(filter => (
            <Group key={filter.name} gap={4} wrap="nowrap" justify="space-between">
              <Button
                variant="subtle"
                size="compact-md"
                justify="flex-start"
                style={{ minWidth: 0, flex: 1 }}
                aria-current={filter.name === current ? 'true' : undefined}
                onClick={() => apply(filter)}
              >
                {filter.name}
              </Button>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={filters.forget(filter.name)}
                onClick={() => keep(kept.filter(one => one.name !== filter.name))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </Group>
          ))}
          {kept.length === 0 && <span className="quiet">{filters.none}</span>}
          <Divider />
          <form
            onSubmit={event => {
              event.preventDefault()
              if (called.trim() === '' || !isFiltered) return
              keep(withFilter(kept, { name: called.trim(), set: keeping.written?.(now) ?? now }))
              setCalled('')
              setOpen(false)
            }}
          >
            <Group gap="xs" align="flex-end" wrap="nowrap">
              <TextInput
                label={filters.keepAs}
                placeholder={filters.example}
                value={called}
                maxLength={40}
                disabled={!isFiltered}
                style={{ flex: 1 }}
                onChange={event => setCalled(event.currentTarget.value)}
              />
              <Button type="submit" disabled={!isFiltered || called.trim() === ''}>
                {filters.keep}
              </Button>
            </Group>
            {!isFiltered && <div className="small-note">{filters.first}</div>}
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
