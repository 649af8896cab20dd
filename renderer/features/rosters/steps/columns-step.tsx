import { Alert, Button, Select, Text } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { useLocation } from 'wouter'
import type { Recognised } from '#contract/rosters.ts'
import { rosterSchema } from '#contract/rosters.ts'
import { rosterNames } from '#db/records/rosters.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { useHandedFile } from '../../../kit/files/handed-file.tsx'
import { OrgPicker } from '../../../kit/forms/org-picker.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import type { Words } from '../../../text/zh-CN.ts'
import { expectedRows } from '../queue/chosen.ts'
import { useImportQueue } from '../queue/import-queue.tsx'
import { type Queued, type Said, saying } from '../queue/queue.ts'
import { StepHeading } from '../queue/queue-strip.tsx'
import { lacking } from '../queue/said-columns.ts'
import { WorkTypeSelect } from '../work-type-select.tsx'
import { ColumnsTable } from './columns-table.tsx'

/** Stands for all sheets of the same shape: no sheet is named with a line break. */
const allSheets = '\n'

type Props = { readonly queued: Queued; readonly found: Recognised }

/** The second step: which roster it is, which sheet, what each column means, and from which day it holds. */
export function ColumnsStep({ queued, found }: Props) {
  const { words, say } = useSpoken()
  const { change } = useAddress()
  const queue = useImportQueue()
  const { file, said } = queued
  const tell = (more: Partial<Said>) => {
    // A roster that is named by hand is this file's turn, wherever its kind would put it in the order.
    queue.turnTo(queued.id)
    queue.change(queued.id, all => ({ ...all, said: saying(all.said, more) }))
  }
  const as = said.as ?? found.as
  const missing = as === null ? [] : lacking(found, said.map, said)
  const isUntyped = lacking(found, said.map, {}).some(need => need.includes('type'))
  const labelOf = (field: string) => {
    const known = found.fields.find(each => each.field === field)
    return known === undefined ? field : say(known.label)
  }
  return (
    <div className="step-body">
      <StepHeading>{words.rosters.columnsOf(file.name)}</StepHeading>
      <div className="panel import-facts">
        <Select
          label={words.rosters.takeAs}
          placeholder={words.rosters.chooseKind}
          description={said.as === undefined ? say(found.why) : words.rosters.youChose}
          inputWrapperOrder={['label', 'input', 'description']}
          allowDeselect={false}
          data={rosterNames.map(({ as: value, words: called }) => ({ value, label: say(called) }))}
          value={as}
          onChange={value => tell({ as: rosterSchema.parse(value) })}
        />
        <Select
          label={words.rosters.sheet}
          description={
            found.headerRow === null ? words.rosters.noHeader : words.rosters.headerAt(found.headerRow)
          }
          inputWrapperOrder={['label', 'input', 'description']}
          allowDeselect={false}
          readOnly={found.sheets.length < 2}
          data={[
            ...(found.together.length > 1
              ? [
                  {
                    value: allSheets,
                    label: words.preview.together(found.together, count(expectedRows(undefined, found) ?? 0)),
                  },
                ]
              : said.sheet !== undefined && found.sheets.length > 1
                ? [{ value: allSheets, label: words.preview.sheetsAlike }]
                : []),
            ...found.sheets.map(({ name, rows, hidden }) => ({
              value: name,
              label: words.rosters.sheetRows(name, count(rows), hidden),
            })),
          ]}
          value={found.together.length > 1 && said.sheet === undefined ? allSheets : found.sheet}
          onChange={sheet => tell({ sheet: sheet === allSheets || sheet === null ? undefined : sheet })}
        />
        <DateInput
          label={words.rosters.day}
          description={found.day === null ? words.rosters.dayToday : words.rosters.dayInSheet(found.day)}
          inputWrapperOrder={['label', 'input', 'description']}
          placeholder={found.day ?? words.say.today}
          valueFormat="YYYY-MM-DD"
          clearable
          value={said.on ?? null}
          onChange={day => tell({ on: day ?? undefined })}
        />
        {as === 'work' && isUntyped && (
          <WorkTypeSelect
            label={words.rosters.allOfType}
            placeholder={words.rosters.allOfTypeHint}
            type={said.type}
            onChange={type => tell({ type })}
          />
        )}
        {as !== null && as !== 'orgs' && (
          <OrgPicker
            org={said.place?.id}
            name={said.place?.name}
            label={words.preview.place}
            placeholder={placeholderOf(found, words)}
            hint={words.preview.placeHint}
            onChange={(id, name) => tell({ place: id === undefined ? undefined : { id, name: name ?? id } })}
          />
        )}
      </div>
      <Text className="quiet text-column">{words.rosters.dayLine}</Text>
      {found.headerRow === null && <Alert color="gray">{words.rosters.noHeaderLine}</Alert>}
      {as === null && found.isLedger && <LedgerFile queued={queued} />}
      {as === null && found.headerRow !== null && !found.isLedger && (
        <Alert color="gray">{words.rosters.notRecognised}</Alert>
      )}
      {missing.length > 0 && found.headerRow !== null && (
        <Alert color="orange" role="status">
          {words.rosters.lacks(missing.map(need => need.map(labelOf).join(' / ')))}
        </Alert>
      )}
      {found.columns.length > 0 && (
        <ColumnsTable found={found} map={said.map} onMap={map => tell({ map })} isKnown={as !== null} />
      )}
      <div className="step-footer">
        <Button variant="default" onClick={() => change({ step: 'file' })}>
          {words.say.back}
        </Button>
        <Button disabled={as === null || missing.length > 0} onClick={() => change({ step: 'preview' })}>
          {words.rosters.toPreview}
        </Button>
      </div>
    </div>
  )
}

/** A ledger that was dropped among rosters: it goes where ledgers are taken back, and leaves the queue. */
function LedgerFile({ queued }: { readonly queued: Queued }) {
  const { words } = useSpoken()
  const { remove } = useImportQueue()
  const { hand } = useHandedFile()
  const [, navigate] = useLocation()
  return (
    <Alert color="blue" role="status" title={words.rosters.isLedger}>
      <Text size="sm" mb="xs">
        {words.rosters.isLedgerLine}
      </Text>
      <Button
        size="compact-sm"
        onClick={() => {
          hand([queued.file])
          navigate('/cases')
          remove(queued.id)
        }}
      >
        {words.rosters.takeLedger}
      </Button>
    </Alert>
  )
}

/** Where the organization of the rows stands while nobody chose one. */
function placeholderOf({ place }: Recognised, { preview }: Words): string {
  return place?.text !== undefined && place.from !== 'said' ? place.text : preview.placeInColumn
}
