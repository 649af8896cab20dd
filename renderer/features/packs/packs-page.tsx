import { Badge, Button, Group, Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useClient } from '../../api/client.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { saveFile } from '../../kit/files/save-file.ts'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { PackEditor } from './pack-editor.tsx'
import { PackTests } from './pack-tests.tsx'
import { PackThresholds } from './pack-thresholds.tsx'

/** From when a pack is in force; of the program's own there is no such day. */
const sinceOf = ({ since, issuer }: { readonly since: string; readonly issuer: string | null }) =>
  issuer === null ? '' : since

/** Every pack that was published or received; what counts now, and, at the topmost office, how to change it. */
export function PacksPage() {
  const { words, say } = useSpoken()
  const client = useClient()
  const { failed } = useNotices()
  const { get, change } = useAddress()
  const { day: asOf } = useShownDay()
  const id = get('id')
  const isEditing = get('edit') !== undefined
  const setEditing = (edits: boolean) => change({ edit: edits ? '1' : undefined }, true)
  const list = useQuery({
    queryKey: ['packs', asOf],
    queryFn: () => client.rulePacks.list({ asOf }),
    placeholderData: keepPreviousData,
  })
  const shown = useQuery({
    queryKey: ['pack', id, asOf],
    queryFn: () => client.rulePacks.inForce({ asOf, id }),
    placeholderData: keepPreviousData,
  })
  const { packs } = words
  const save = async (name: string) => {
    try {
      saveFile((await client.rulePacks.save({ asOf, id, name: `${name}.json` })).file)
    } catch (error) {
      failed(error)
    }
  }
  return (
    <Stack gap="sm">
      <PageHeader
        title={packs.title}
        note={shown.data && id === undefined ? packs.note(say(shown.data.name), sinceOf(shown.data)) : ''}
      >
        {shown.data !== undefined && !isEditing && (
          <>
            <Button variant="default" onClick={() => void save(say(shown.data.name))}>
              {packs.save}
            </Button>
            {shown.data.mayPublish && asOf === undefined && (
              <Button onClick={() => setEditing(true)}>{packs.edit}</Button>
            )}
          </>
        )}
      </PageHeader>
      <Answer of={list} lines={3}>
        {({ rows }) => (
          <section className="panel person-panel" aria-label={packs.list}>
            <h2 className="panel-title">{packs.list}</h2>
            <ul className="pack-list">
              {rows.map(row => (
                <li key={row.id}>
                  <Group gap="xs">
                    <AppLink href={addressOf('/lifeline/packs', { id: row.judges ? undefined : row.id })}>
                      {say(row.name)}
                    </AppLink>
                    {row.judges && (
                      <Badge variant="light" tt="none">
                        {packs.judges}
                      </Badge>
                    )}
                    <span className="quiet">
                      {[
                        packs.version(row.year, row.version),
                        ...(sinceOf(row) === '' ? [] : [packs.from(row.since)]),
                        row.issuer ?? packs.program,
                        row.isCarried
                          ? packs.carried
                          : packs.tests(row.tests - row.failing.length, row.tests),
                      ].join(words.packet.comma)}
                    </span>
                  </Group>
                  {[
                    ...(row.unreadable === null ? [] : [say(row.unreadable)]),
                    ...(row.unknown.length === 0
                      ? []
                      : [packs.unknown(row.unknown.join(words.packet.comma))]),
                    ...row.failing.map(one => packs.fails(say(one.words), say(one.says))),
                  ].map(line => (
                    <div key={line} className="pack-note">
                      <IconAlertTriangle size={14} aria-hidden /> {line}
                    </div>
                  ))}
                </li>
              ))}
            </ul>
            {shown.data?.mayPublish === false && <p className="quiet">{packs.onlyTop}</p>}
          </section>
        )}
      </Answer>
      {isEditing ? (
        <PackEditor onEnd={() => setEditing(false)} />
      ) : (
        <Answer of={shown} lines={10}>
          {pack => (
            <>
              <PackThresholds pack={pack} />
              <PackTests pack={pack} />
            </>
          )}
        </Answer>
      )}
    </Stack>
  )
}
