import { Button, Group, Text } from '@mantine/core'
import { Link } from 'wouter'
import { useSpoken } from '../../text/language.ts'
import { saveFile } from '../../ui/save-file.ts'
import type { Imported } from './import-page.tsx'
import { ImportPreview } from './import-preview.tsx'

type Props = { readonly result: Imported; readonly onAnother: () => void }

/** What was imported, the refused rows as a workbook, and where to go on. */
export function ImportDone({ result, onAnother }: Props) {
  const { words } = useSpoken()
  const { refused } = result
  return (
    <div className="step-body">
      <div className="panel" style={{ padding: 16 }} role="status">
        <Text fw={600} size="lg">
          {words.exchange.done(result.file, result.created + result.updated)}
        </Text>
        {refused !== null && result.rejected > 0 && (
          <Group mt="xs">
            <Button variant="default" onClick={() => saveFile(refused)}>
              {words.exchange.refusedFile(result.rejected)}
            </Button>
            <Text className="quiet">{words.exchange.refusedHint}</Text>
          </Group>
        )}
      </div>
      <ImportPreview result={result} />
      <div className="step-footer">
        <Button variant="default" component={Link} href={result.as === 'members' ? '/people' : '/orgs'}>
          {result.as === 'members' ? words.exchange.seePeople : words.exchange.seeOrgs}
        </Button>
        <Button onClick={onAnother}>{words.exchange.another}</Button>
      </div>
    </div>
  )
}
