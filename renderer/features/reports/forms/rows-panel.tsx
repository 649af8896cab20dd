import { Button, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FormPart } from '#contract/reports/forms.ts'
import { useSpoken } from '../../../text/language.ts'
import {
  type Block,
  columnAt,
  columnOf,
  columnSaid,
  letters,
  type Marks,
  type optionsFor,
  withBlock,
} from './marks-at.ts'

type Props = {
  readonly part: FormPart
  /** Undefined for rows that are new. */
  readonly block: Block | undefined
  readonly others: readonly Block[]
  readonly marks: Marks
  readonly rosters: Parameters<typeof optionsFor>[0]['rosters']
  readonly onSay: (set: Marks) => void
  readonly onEnd: () => void
}

/** Which rows of a form are filled one each, and with what. */
export function RowsPanel({ part, block, others, marks, rosters, onSay, onEnd }: Props) {
  const { words, language } = useSpoken()
  const { forms: say } = words
  const [of, setOf] = useState(block?.of.split(':')[0] ?? null)
  const [only, setOnly] = useState(block?.of.split(':').slice(1).join(':') ?? '')
  const types = rosters.find(({ word }) => word === of)?.only ?? []
  const below = Math.max(0, ...others.map(one => one.to))
  const [from, setFrom] = useState(block?.from ?? Math.min(part.height, below + 2))
  const [to, setTo] = useState(block?.to ?? part.height)
  const [left, setLeft] = useState(block?.span === undefined ? '' : letters(block.span[0]))
  const [right, setRight] = useState(block?.span === undefined ? '' : letters(block.span[1]))
  const isWhole = left.trim() === '' && right.trim() === ''
  const span = [columnOf(left), columnOf(right)] as const
  const isSpan = isWhole || (span[0] >= 0 && span[1] >= span[0])
  const isOne = !isWhole && isSpan && span[0] === span[1]
  const said = block === undefined ? undefined : marks[columnAt(block, block.span?.[0] ?? 0)]
  const [alone, setAlone] = useState(block === undefined ? '' : (columnSaid(block, said) ?? ''))
  const columns = rosters.find(({ word }) => word === of)?.columns ?? []
  const isRight = of !== null && from >= 1 && to >= from && isSpan && (!isOne || alone !== '')
  return (
    <Modal opened onClose={onEnd} title={say.rowsTitle} closeButtonProps={{ 'aria-label': words.say.close }}>
      <Stack gap="sm">
        <Select
          label={say.rowsOf}
          description={say.rowsNote}
          {...(block === undefined && { 'data-autofocus': true })}
          searchable
          data={rosters.map(({ word, name }) => ({ value: word, label: name[language] }))}
          value={of}
          onChange={next => {
            setOf(next)
            setOnly('')
          }}
        />
        {types.length > 0 && (
          <Select
            label={say.onlyType}
            placeholder={say.allTypes}
            searchable
            clearable
            data={types.map(({ word, name }) => ({ value: word, label: name[language] }))}
            value={only === '' ? null : only}
            onChange={next => setOnly(next ?? '')}
          />
        )}
        <Group grow>
          <NumberInput
            label={say.from}
            {...(block !== undefined && { 'data-autofocus': true })}
            min={1}
            value={from}
            onChange={value => setFrom(Number(value))}
          />
          <NumberInput label={say.to} min={1} value={to} onChange={value => setTo(Number(value))} />
        </Group>
        <Group grow align="flex-start">
          <TextInput
            label={say.fromColumn}
            description={say.columnsNote}
            value={left}
            maxLength={2}
            onChange={event => setLeft(event.currentTarget.value)}
          />
          <TextInput
            label={say.toColumn}
            description={say.columnsNote}
            error={isSpan ? undefined : say.columnsWrong}
            value={right}
            maxLength={2}
            onChange={event => setRight(event.currentTarget.value)}
          />
        </Group>
        {isOne && (
          <Select
            label={say.groups.columns}
            searchable
            data={[
              { value: '#', label: say.number },
              ...columns.map(({ word, name }) => ({ value: word, label: name[language] })),
            ]}
            value={alone === '' ? null : alone}
            onChange={next => setAlone(next ?? '')}
          />
        )}
        <Group justify="flex-end" gap="xs">
          {block !== undefined && (
            <Button variant="default" onClick={() => onSay(withBlock(marks, part.id, block, undefined))}>
              {say.nothing}
            </Button>
          )}
          <Button
            disabled={!isRight}
            onClick={() =>
              of !== null &&
              onSay(
                withBlock(
                  marks,
                  part.id,
                  block,
                  {
                    ...{ part: part.id, from, to, span: isWhole ? undefined : span },
                    of: only === '' ? of : `${of}:${only}`,
                  },
                  alone,
                ),
              )
            }
          >
            {say.choose}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
