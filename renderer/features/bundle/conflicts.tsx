import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useClient } from '../../api/client.ts'
import { useConflicts } from '../../api/questions.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useNotices } from '../../app/notices.tsx'
import { useWorkingName } from '../../app/working-name.ts'
import { useSpoken } from '../../text/language.ts'
import { moment } from '../../text/moment.ts'
import { Answer } from '../../ui/answer.tsx'
import { valueText } from './value-text.ts'

/** What two offices wrote differently: which one holds now, and a way to choose the other. */
export function Conflicts() {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const keep = async (id: string, version: string) => {
    try {
      const { changeSet } = await client.bundle.resolveConflict({ id, keep: version, by })
      await changed()
      done(words.packet.kept, changeSet)
    } catch (error) {
      failed(error)
    }
  }
  return (
    <Answer of={useConflicts()} lines={2}>
      {conflicts =>
        conflicts.length === 0 ? (
          <Text className="quiet">{words.packet.conflictsNone}</Text>
        ) : (
          <Stack gap="sm">
            <Text className="quiet">{words.packet.conflictsLine}</Text>
            {conflicts.map(conflict => (
              <div key={conflict.id} className="panel" style={{ padding: 12 }}>
                <Text fw={600}>
                  {conflict.record} · {conflict.register}
                </Text>
                {conflict.heads.map(head => (
                  <Group key={head.version} justify="space-between" mt={6}>
                    <div>
                      {valueText(head.value, words.say.none)}
                      <Text size="xs" className="quiet">
                        {head.org} · {head.actor} · {moment(head.at)}
                      </Text>
                    </div>
                    {head.version === conflict.holds ? (
                      <Badge variant="light" tt="none">
                        {words.packet.holds}
                      </Badge>
                    ) : (
                      <Button
                        size="compact-sm"
                        variant="default"
                        onClick={() => void keep(conflict.id, head.version)}
                      >
                        {words.packet.keep}
                      </Button>
                    )}
                  </Group>
                ))}
              </div>
            ))}
          </Stack>
        )
      }
    </Answer>
  )
}
