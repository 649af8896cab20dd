import { Button, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useClient } from '../../api/client.ts'
import { useTrusted } from '../../api/exchange.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { saveFile } from '../../kit/files/save-file.ts'
import { useSpoken } from '../../text/language.ts'

/** The way out for a copied folder or a cloned disk: keys of its own, with its work kept. Nothing at the root. */
export function OwnKeys() {
  const { words } = useSpoken()
  const say = words.exchange.ownKeys
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const trusted = useTrusted().data
  if (trusted === undefined || trusted.state === 'root') return null
  const take = async () => {
    try {
      saveFile((await client.exchange.takeOwnKeys()).file)
      await changed()
      done(say.done, null)
    } catch (error) {
      failed(error)
    }
  }
  const ask = () =>
    modals.openConfirmModal({
      title: say.title,
      children: <Text>{say.ask}</Text>,
      labels: { confirm: say.doIt, cancel: words.say.cancel },
      onConfirm: () => void take(),
    })
  return (
    <div className="setting-line">
      <div>
        <div>{say.title}</div>
        <div className="small-note">{say.line}</div>
      </div>
      <Button variant="default" onClick={ask}>
        {say.button}
      </Button>
    </div>
  )
}
