import { Button, Text } from '@mantine/core'
import { Link } from 'wouter'
import { useSpoken } from '../../text/language.ts'
import { ImportPreview } from './import-preview.tsx'
import type { Imported } from './imported.ts'

type Props = { readonly result: Imported; readonly onAnother: () => void }

/** What was imported, the refused rows as a workbook, and where to go on. */
export function ImportDone({ result, onAnother }: Props) {
  const { words } = useSpoken()
  return (
    <div className="step-body">
      <div className="panel" style={{ padding: 16 }} role="status">
        <Text fw={600} size="lg">
          {words.exchange.done(result.file, result.created + result.updated)}
        </Text>
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
