import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { OrgActName } from '#contract/orgs.ts'
import type { Done } from '#contract/records.ts'
import { addForm, editForm } from '#db/records/forms.ts'
import { useClient } from '../../api/client.ts'
import { problemsOf } from '../../api/failure.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useSpoken } from '../../text/language.ts'
import { inOneLine } from '../../text/written.ts'
import { pastAddress } from '../address/address.ts'
import { AskFirst, AskForm, ReasonField } from '../feedback/ask-first.tsx'
import { Mishap } from '../feedback/mishap.tsx'
import { useNotices } from '../feedback/notices.tsx'
import { SidePanel } from '../page/side-panel.tsx'
import { useDraft, useWorkingName } from '../this-pc.ts'
import type { Named } from './finder.tsx'
import { type ManyAsked, ManyPanel } from './many/many-panel.tsx'
import { type ActedOrg, OrgActPanel } from './org-act-panel.tsx'
import { RecordForm } from './record-form.tsx'

type Preset = {
  /** What is filled in already, as it would be typed. */
  readonly set?: Readonly<Record<string, string>>
  /** What the records that it names are called. */
  readonly named?: Readonly<Record<string, Named>>
  /** The heading, where it is more than the kind. */
  readonly title?: string
  /** Fields that this act has nothing to do with. */
  readonly without?: readonly string[]
  /** Of fields with choices, those that can be chosen. */
  readonly only?: Readonly<Record<string, readonly string[] | undefined>>
}

type Asked =
  | ({ readonly act: 'add'; readonly kind: string } & Preset)
  | ({ readonly act: 'edit'; readonly id: string } & Preset)
  | { readonly act: 'remove' | 'part'; readonly id: string; readonly title: string }
  | { readonly act: 'org'; readonly does: OrgActName; readonly org: ActedOrg }
  | { readonly act: 'many'; readonly many: ManyAsked }

type ByHand = {
  /** Opens the form for a new record of a kind. */
  readonly add: (kind: string, preset?: Preset) => void
  readonly edit: (id: string, preset?: Preset) => void
  readonly remove: (id: string, title: string) => void
  /** Makes two people of one again, who were merged by mistake. */
  readonly part: (id: string, title: string) => void
  /** Opens what an act on an organization asks for: renaming, moving, merging, splitting, closing, reopening. */
  readonly orgAct: (does: OrgActName, org: ActedOrg) => void
  /** Does one thing to all records that are chosen in a list. */
  readonly many: (many: ManyAsked) => void
}

const ByHandContext = createContext<ByHand | undefined>(undefined)

/** How any page lets records be added, corrected and removed: the form opens beside it. */
export function useByHand(): ByHand {
  const byHand = useContext(ByHandContext)
  if (byHand === undefined) throw new Error('the page is shown inside the holder of its forms')
  return byHand
}

/** Holds the one form that is open, beside whatever page is shown. */
export function ByHandHolder({ children }: { readonly children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | undefined>()
  const { words } = useSpoken()
  const { isPast } = useNotices()
  const { day, choose } = useShownDay()
  const byHand = useMemo((): ByHand => {
    if (day !== undefined) {
      // Buttons that write are not there on a past day; a key that was pressed all the same says why nothing opens.
      const past = () => isPast(day, () => choose(undefined))
      return { add: past, edit: past, remove: past, part: past, orgAct: past, many: past }
    }
    return {
      add: (kind, preset = {}) => setAsked({ act: 'add', kind, ...preset }),
      edit: (id, preset = {}) => setAsked({ act: 'edit', id, ...preset }),
      remove: (id, title) => setAsked({ act: 'remove', id, title }),
      part: (id, title) => setAsked({ act: 'part', id, title }),
      orgAct: (does, org) => setAsked({ act: 'org', does, org }),
      many: many => setAsked({ act: 'many', many }),
    }
  }, [isPast, day, choose])
  const end = () => setAsked(undefined)
  return (
    <ByHandContext value={byHand}>
      {children}
      <Mishap
        of="panel"
        shows={asked?.act ?? ''}
        around={told => (
          <SidePanel title={words.mishap.title.panel} onEnd={end}>
            {told}
          </SidePanel>
        )}
      >
        {(asked?.act === 'add' || asked?.act === 'edit') && <Panel asked={asked} onEnd={end} />}
        {(asked?.act === 'remove' || asked?.act === 'part') && <WithReason {...asked} onEnd={end} />}
        {asked?.act === 'org' && <OrgActPanel act={asked.does} org={asked.org} onEnd={end} />}
        {asked?.act === 'many' && <ManyPanel asked={asked.many} onEnd={end} />}
      </Mishap>
    </ByHandContext>
  )
}

type FormAsked = Extract<Asked, { readonly act: 'add' | 'edit' }>

function Panel({ asked, onEnd }: { readonly asked: FormAsked; readonly onEnd: () => void }) {
  const { language, words } = useSpoken()
  const client = useClient()
  const id = asked.act === 'edit' ? asked.id : undefined
  const record = useQuery({
    queryKey: ['record-to-edit', id],
    queryFn: () => client.records.show({ id: id ?? '' }),
    enabled: id !== undefined,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const form = asked.act === 'add' ? addForm(asked.kind) : record.data && editForm(record.data.kind)
  const isReady = form !== undefined && (asked.act === 'add' || record.data !== undefined)
  const what = form?.words[language] ?? ''
  const title =
    asked.title ??
    (asked.act === 'add' ? words.byHand.addOf(what) : words.byHand.editOf(what, record.data?.title ?? ''))
  const { set = {}, named = {}, without = [], only = {} } = asked
  const about = Object.values({ org: set['org'], person: set['person'], parent: set['parent'] }).filter(
    Boolean,
  )
  return (
    <SidePanel title={title} onEnd={onEnd} width={460}>
      {id !== undefined && (
        <Text size="sm" px="md">
          <Link href={pastAddress(id)} className="app-link" onClick={onEnd}>
            {words.byHand.past}
          </Link>
        </Text>
      )}
      {isReady && form !== undefined && (
        <RecordForm
          form={form}
          {...(record.data !== undefined && { record: record.data })}
          preset={set}
          named={named}
          without={without}
          only={only}
          draftName={[form.kind, id ?? 'new', ...about].join('.')}
          onCancel={onEnd}
          onDone={(_done: Done, goesOn) => {
            if (!goesOn) onEnd()
          }}
        />
      )}
    </SidePanel>
  )
}

type WithReasonProps = {
  readonly act: 'remove' | 'part'
  readonly id: string
  readonly title: string
  readonly onEnd: () => void
}

/** What is done only once it is said why. */
function WithReason({ act, id, title, onEnd }: WithReasonProps) {
  const { words, say, language } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [reason, setReason, forget] = useDraft(`${act}.${id}`)
  const [wrong, setWrong] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const { byHand } = words
  const asks =
    act === 'remove'
      ? {
          title: byHand.removeThis(title),
          does: byHand.doRemove,
          line: byHand.removeLine,
          why: byHand.reason,
          usual: byHand.reasons,
        }
      : {
          title: byHand.partThis(title),
          does: byHand.doPart,
          line: byHand.partLine,
          why: byHand.partReason,
          usual: byHand.partReasons,
        }
  const carryOut = async () => {
    setBusy(true)
    try {
      const { sentences, warnings, changeSet } =
        act === 'remove'
          ? await client.records.remove({ id, reason, by })
          : await client.records.unmergePeople({ person: id, reason, by })
      forget()
      onEnd()
      done(inOneLine([...sentences, ...warnings].map(say), language), changeSet)
      await changed()
    } catch (error) {
      const problems = problemsOf(error)
      if (problems === undefined) failed(error)
      else setWrong(problems.map(({ message }) => say(message)).join(' '))
    } finally {
      setBusy(false)
    }
  }
  return (
    <AskFirst opened title={asks.title} onEnd={onEnd}>
      <AskForm
        does={asks.does}
        isGrave
        isReady={reason.trim() !== ''}
        isBusy={isBusy}
        onEnd={onEnd}
        onDo={() => void carryOut()}
      >
        <Text className="quiet">{asks.line}</Text>
        <ReasonField
          label={asks.why}
          usual={asks.usual}
          value={reason}
          error={wrong}
          onChange={next => {
            setWrong(undefined)
            setReason(next)
          }}
        />
      </AskForm>
    </AskFirst>
  )
}
