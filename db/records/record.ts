import { ownOf } from '#db/shared/own-of.ts'
import type { Lang, Text } from '#db/shared/text.ts'
import type { CellOfTwo } from './types/cell-of-two.ts'
import type { At, Columned, Field } from './types/field.ts'
import type { Ref } from './types/ref.ts'

export type Fields = Readonly<Record<string, Field>>
type Name<F> = keyof F & string
/** Read as a whole by the eye and by the compiler: one flat type instead of a sum of parts. */
export type Flat<T> = { [K in keyof T]: T[K] } & {}

type Value<F> = F extends Field<infer V> ? V : never
type Maybe<F> = F extends { readonly required: true } ? never : null
/** A newer program may have written a word that a list of this one lacks. */
type Stored<V> = V extends string ? string : V
/** What is known of one record; null where a field says nothing. */
export type Values<F extends Fields> = Flat<{ readonly [N in keyof F]: Stored<Value<F[N]>> | Maybe<F[N]> }>
/** What somebody wrote; undefined where he said nothing, null where he took away what was there. */
export type Said<F extends Fields> = Flat<{ readonly [N in keyof F]?: Value<F[N]> | null | undefined }>
type RefTo<F extends Fields, T extends string> = {
  [N in Name<F>]: F[N] extends Ref<T> ? N : never
}[Name<F>]

/** Checks what was read as a whole, tells what is wrong at a field, and gives what follows from it (birth and sex from an ID number). */
export type Check<F extends Fields> = (said: Said<F>, tell: (field: Name<F>) => At) => Said<F> | undefined

export type Definition<F extends Fields> = {
  readonly words: Text
  readonly fields: F
  readonly checks?: readonly NoInfer<Check<F>>[]
  /** How a sentence names one: 2018-03-02 支部大会. */
  readonly title: (said: Said<F>) => string
  /** The same in the words of a language, where it has words of ours in it. */
  readonly titleIn?: (title: string, lang: Lang) => string
  /** The first fields of a form, in their order; the rest is folded. */
  readonly first: readonly NoInfer<Name<F>>[]
  /** Where it belongs, for scope and authority: the branch that a field names, itself, or where another kind says. */
  readonly lies: NoInfer<RefTo<F, 'org'>> | 'itself' | { readonly by: string }
  /** Registers that only the office above may write. */
  readonly structure?: readonly string[]
  /** No table of it is taken in or written: it is made by an act of its own. */
  readonly noRoster?: boolean
  /** Fields that name one together: there is at most one record of the same values, as of a person and a year. */
  readonly unique?: readonly NoInfer<Name<F>>[]
  /** The author signs each change himself, so that relays can pass it on. */
  readonly signed?: boolean
  /** Never returned, never removed: certificates and revocations. */
  readonly growOnly?: boolean
  /** It goes to every office below the one where it lies, as what that office lays down for them. */
  readonly downwards?: boolean
  /** An event: never edited. Correcting it is taking it back and writing another. */
  readonly once?: boolean
  /** Places have only a beginning: rows of one subject follow each other in order of version. */
  readonly series?: { readonly subject: NoInfer<Name<F>>; readonly value: readonly NoInfer<Name<F>>[] }
  /** A series of places whose circles have no effect; `parent` is the field that names the thing above. */
  readonly tree?: { readonly parent: NoInfer<Name<F>> }
  /** What is peculiar to its roster; every other column of that is a field as it stands above. */
  readonly roster?: NoInfer<RosterOf<Name<F>>>
  /** The texts by which it is found; `slot` keeps the row numbers of two kinds in the index apart. */
  readonly found?: { readonly slot: 0 | 1; readonly by: readonly NoInfer<Name<F>>[] }
}
/** A roster of one kind of record. What it leaves out is read from the kind. */
export type RosterOf<N extends string> = {
  /** By which it is asked for: meetings. */
  readonly as: string
  /** What stands above the table. */
  readonly title?: string
  /** What such a roster is called in a sentence, and what its rows are. */
  readonly words?: Text
  readonly of?: Text
  /** The fields by which a row is the same record again; those of `unique` if not given. */
  readonly again?: readonly N[]
  /** Columns that have another name than their field. */
  readonly names?: Partial<Readonly<Record<N, string>>>
  /** Its rows are of what happened on a day, not of how things stand on one. */
  readonly happens?: true
  /** Its rows may all be about one person, who is named above them; `others` is who is called 姓名 in such a table. */
  readonly ofOne?: { readonly others?: N }
  /** Headers that such a list has and hardly any other, though nothing is kept of them. */
  readonly alsoHas?: readonly string[]
  /** Other headers of the column that names the organization. */
  readonly places?: string
  /** A row that names no organization is of the office that takes it in. */
  readonly ofOffice?: true
  /**
   * The same table the other way: one value a row, and in a column beside it which of the fields it is of (a month and
   * what was paid for it). `says` gives the fields.
   */
  readonly byRow?: {
    readonly by: Field & Columned
    readonly value: Field & Columned
    says(by: unknown, value: unknown): Readonly<Partial<Record<N, unknown>>>
  }
  /**
   * Columns that say what several fields come to together (第一季度 of three months), by the name of the column. It is read
   * where each of them had the same share, which is that of the field `each` where the row says it; never written.
   * `asked` are columns that say what `each` comes to for one of them, or for several together (1月应缴 beside 1月实缴);
   * of none, for the one that the row is of (byRow).
   */
  readonly sums?: {
    readonly each: N
    readonly columns: SumColumns<N>
    readonly asked: SumColumns<N>
  }
  /** Columns that are no fields, and what they say of the fields beside them; read and never written. */
  readonly beside?: {
    readonly columns: Readonly<Record<string, Field & Columned>>
    // biome-ignore lint/suspicious/noExplicitAny: each kind knows the types of its own columns and fields.
    says(read: any, said: any, at: (column: string) => At): Readonly<Partial<Record<N, unknown>>>
  }
  /** Fields that may stand in one cell together. */
  readonly twos?: readonly CellOfTwo<N>[]
  /** Fields whose cells many only tick: that says the value of another field of the row. */
  readonly ticked?: { readonly fields: readonly N[]; readonly says: N }
}

/** By name: columns of what several fields come to together, as far as they are read. */
type SumColumns<N extends string> = Readonly<
  Record<string, { readonly of: readonly N[]; readonly column: Field<number> & Columned }>
>

/** An interface, for an editor then shows its name and not its inside. */
export interface Kind<N extends string = string, F extends Fields = Fields> extends Definition<F> {
  readonly name: N
}
/** Any kind, for whoever reads definitions at run time. */
export type AnyKind = {
  readonly name: string
  readonly words: Text
  readonly fields: Fields
  readonly checks?: readonly Check<Fields>[]
  title(said: Readonly<Record<string, unknown>>): string
  readonly titleIn?: (title: string, lang: Lang) => string
  readonly first: readonly string[]
  readonly lies: string | { readonly by: string }
  readonly structure?: readonly string[]
  readonly unique?: readonly string[]
  readonly signed?: boolean
  readonly growOnly?: boolean
  readonly downwards?: boolean
  readonly once?: boolean
  readonly series?: { readonly subject: string; readonly value: readonly string[] }
  readonly tree?: { readonly parent: string }
  readonly noRoster?: boolean
  readonly roster?: RosterOf<string>
  readonly found?: { readonly slot: 0 | 1; readonly by: readonly string[] }
}

/** A kind of record, written down once: everything that the program knows of it is read from here. */
export function record<const N extends string, F extends Fields>(
  name: N,
  definition: Definition<F>,
): Kind<N, F> {
  return { name, ...definition }
}

/** Fields that only make sense together: they are written, and conflict, as one register. */
export function together<F extends Fields>(register: string, fields: F): F {
  return Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, { ...one, register }])) as F
}

type SqlOf = { readonly text: string; readonly integer: number }
/** A list is never blank in its table: it is JSON text, of no items if there are none. */
type Sql<S, N> = S extends keyof SqlOf ? SqlOf[S] | N : string
type Column<F extends Fields> = {
  [N in Name<F>]: {
    [S in keyof F[N]['columns'] & string]: {
      name: `${N}${S}`
      type: Sql<F[N]['columns'][S], S extends '' ? Maybe<F[N]> : null>
    }
  }[keyof F[N]['columns'] & string]
}[Name<F>]
/** The columns of its table that a kind's fields make, as Kysely sees them. */
export type ColumnsOf<K extends { readonly fields: Fields }> = Flat<{
  [C in Column<K['fields']> as C['name']]: C['type']
}>
export type ValuesOf<K extends { readonly fields: Fields }> = Values<K['fields']>
export type SaidOf<K extends { readonly fields: Fields }> = Said<K['fields']>

/** A title as a sentence in each language has it. */
export function titleTold(kind: Pick<AnyKind, 'titleIn'> | undefined, title: string): Text {
  const told = (lang: Lang) => kind?.titleIn?.(title, lang) ?? title
  return { zh: told('zh'), en: told('en') }
}

/** Of a title whose parts may be Chinese words of a closed list: those words, as English has them. */
export function withWords(english: Readonly<Record<string, string>>): NonNullable<AnyKind['titleIn']> {
  return (title, lang) =>
    lang === 'zh'
      ? title
      : title
          .split(' ')
          .map(part => ownOf(english, part) ?? part)
          .join(' ')
}
