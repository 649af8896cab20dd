import { Stepper } from '@mantine/core'
import { useState } from 'react'
import { useOpenFile } from '../../app/file-drop.tsx'
import { useHandedFile } from '../../app/handed-file.tsx'
import { useSpoken } from '../../text/language.ts'
import { FileChooser } from '../../ui/file-chooser.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ImportCheck } from './import-check.tsx'
import { ImportDone } from './import-done.tsx'
import type { Imported } from './imported.ts'

/** A table comes in by three steps: choose, check, done. Nothing is written before the check is confirmed. */
export function ImportPage() {
  const { words } = useSpoken()
  const { file, hand } = useHandedFile()
  const openFile = useOpenFile()
  const [imported, setImported] = useState<{ readonly file: File; readonly result: Imported }>()
  const isDone = imported !== undefined && (file === undefined || imported.file === file)
  const step = isDone ? 2 : file === undefined ? 0 : 1
  const [choose, check, done] = words.exchange.steps
  return (
    <div className="step-page">
      <PageHeader title={words.exchange.title} />
      <Stepper active={step} size="xs" allowNextStepsSelect={false} maw={640}>
        <Stepper.Step label={choose} />
        <Stepper.Step label={check} />
        <Stepper.Step label={done} />
      </Stepper>
      {step === 0 && (
        <FileChooser
          accept=".xlsx,.xls,.csv,.txt"
          line={words.exchange.lead}
          hint={`${words.exchange.kinds} ${words.exchange.needOrgs}`}
          onFile={openFile}
        />
      )}
      {step === 1 && file !== undefined && (
        <ImportCheck
          key={`${file.name}${file.size}${file.lastModified}`}
          file={file}
          onBack={() => hand(undefined)}
          onImported={result => setImported({ file, result })}
        />
      )}
      {isDone && (
        <ImportDone
          result={imported.result}
          onAnother={() => {
            setImported(undefined)
            hand(undefined)
          }}
        />
      )}
    </div>
  )
}
