import { NumberInput, Table } from '@mantine/core'
import { useState } from 'react'
import { kindOf, titleToldOf } from '#db/records/kinds.ts'
import { useFilesKept } from '../../api/attached.ts'
import { useClient } from '../../api/client.ts'
import { useChanged } from '../../api/use-changed.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { FactList } from '../../kit/page/fact-list.tsx'
import { useSpoken } from '../../text/language.ts'
import { count, sizeText } from '../../text/written.ts'
import { Section } from './section.tsx'

/** How many attached files lie here and how large they are, what has not come, and how many go with one packet. */
export function FilesKept() {
  const { words, language } = useSpoken()
  const { files } = words.byHand
  const kept = useFilesKept().data
  if (kept === undefined) return null
  const left = kept.missing - kept.awaited.length
  return (
    <Section title={files.title} line={files.line}>
      <FactList
        facts={[
          [files.here, files.hereIs(count(kept.here), sizeText(kept.bytes))],
          [files.missing, files.missingIs(count(kept.missing))],
          ...(kept.loose > 0
            ? [[files.loose, files.looseIs(count(kept.loose), sizeText(kept.looseBytes))] as const]
            : []),
          [files.room, kept.room === null ? null : sizeText(kept.room)],
        ]}
      />
      <PerPacket key={kept.perPacket} bytes={kept.perPacket} />
      {kept.awaited.length > 0 && (
        <Table aria-label={files.awaited} mt="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{files.awaitedHeads.name}</Table.Th>
              <Table.Th>{files.awaitedHeads.of}</Table.Th>
              <Table.Th ta="right">{files.awaitedHeads.size}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {kept.awaited.map(one => (
              <Table.Tr key={`${one.id} ${one.name} ${one.bytes}`}>
                <Table.Td>{one.name}</Table.Td>
                <Table.Td>
                  {kindOf(one.kind)?.words[language]}{' '}
                  {one.person === null ? (
                    titleToldOf(one.kind, one.title)[language]
                  ) : (
                    <AppLink href={`/people/${one.person}`}>
                      {titleToldOf(one.kind, one.title)[language]}
                    </AppLink>
                  )}
                </Table.Td>
                <Table.Td ta="right">{sizeText(one.bytes)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {left > 0 && <div className="small-note">{files.more(count(left))}</div>}
    </Section>
  )
}

function PerPacket({ bytes }: { readonly bytes: number }) {
  const { words } = useSpoken()
  const { files } = words.byHand
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [megabytes, setMegabytes] = useState<string | number>(Math.round(bytes / 1_000_000))
  const save = async () => {
    const perPacket = Number(megabytes) * 1_000_000
    if (perPacket === bytes || !(perPacket >= 1_000_000)) return
    try {
      await client.attachments.limitPackets({ perPacket })
      await changed()
      done(files.saved, null)
    } catch (error) {
      failed(error)
    }
  }
  return (
    <NumberInput
      label={files.perPacket}
      description={files.perPacketLine}
      w={320}
      mt="sm"
      min={1}
      max={1000}
      allowDecimal={false}
      value={megabytes}
      onChange={setMegabytes}
      onBlur={() => void save()}
    />
  )
}
