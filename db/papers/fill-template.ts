import {
  MalformedFileError,
  type TemplateContext,
  TemplateExtension,
  TemplateHandler,
  TemplateSyntaxError,
  UnidentifiedFileTypeError,
  UnsupportedFileTypeError,
  type XmlNode,
  xml,
} from 'easy-template-x'
import { keepsWithin, ZipFault } from '#db/files/zip-reader.ts'
import { refuse } from '#db/shared/refusal.ts'

/** What stands at a place of a form: text, or a list whose entries repeat what stands between `{#问题}` and `{/}`. */
export type FormData = Readonly<Record<string, string | readonly Readonly<Record<string, string>>[]>>

/** What a blank form may hold. */
const most = { bytes: 20_000_000, unpacked: 60_000_000, parts: 2000 }

/**
 * A blank form of an office (.docx), filled again and again: at tags in its text, `{团组织全称}`, and at content controls
 * whose tag or title is such a name. What it names that is not known stays as it stands.
 */
export class BlankForm {
  readonly #bytes: Buffer
  readonly #name: string
  readonly #handler: TemplateHandler
  /** The places that it has, by name. */
  readonly places: readonly string[]

  private constructor(name: string, bytes: Buffer, known: ReadonlySet<string>, places: readonly string[]) {
    this.#name = name
    this.#bytes = bytes
    this.#handler = handlerFor(known)
    this.places = places
  }

  /** Refuses `form-not-word` and `form-too-large`, and `form-tags` where its tags do not fit together. */
  static async open(name: string, bytes: Uint8Array, known: readonly string[]): Promise<BlankForm> {
    const buffer = Buffer.from(bytes)
    await refuseBombs(name, buffer)
    const names = new Set(known)
    const controls = new Set<string>()
    const handler = handlerFor(names, controls)
    const tags = await orRefusal(name, () => handler.parseTags(buffer))
    // A control is turned into a tag while the form is filled: filling it once with nothing shows which it has.
    await orRefusal(name, () => handler.process(buffer, {}))
    return new BlankForm(name, buffer, names, [...new Set([...tags.map(tag => tag.name), ...controls])])
  }

  async filled(data: FormData): Promise<Uint8Array<ArrayBuffer>> {
    const done = await orRefusal(this.#name, () => this.#handler.process(this.#bytes, mutable(data)))
    return new Uint8Array(done)
  }
}

function handlerFor(known: ReadonlySet<string>, seen?: Set<string>): TemplateHandler {
  return new TemplateHandler({
    skipEmptyTags: true,
    extensions: { beforeCompilation: [new ControlsAsTags(known, seen)] },
  })
}

function mutable(data: FormData): Record<string, string | Record<string, string>[]> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : value.map(one => ({ ...one })),
    ]),
  )
}

/** Content controls (w:sdt) whose tag or title is a known name are filled as a tag of that name is. */
class ControlsAsTags extends TemplateExtension {
  readonly #known: ReadonlySet<string>
  readonly #seen: Set<string> | undefined

  constructor(known: ReadonlySet<string>, seen: Set<string> | undefined) {
    super()
    this.#known = known
    this.#seen = seen
  }

  override async execute(_: unknown, { currentPart }: TemplateContext): Promise<void> {
    for (const control of within(await currentPart.xmlRoot(), 'w:sdt')) {
      const properties = childOf(control, 'w:sdtPr')
      const content = childOf(control, 'w:sdtContent')
      if (properties === undefined || content === undefined) continue
      const name = ['w:tag', 'w:alias']
        .map(one => attributeOf(childOf(properties, one)))
        .find(one => one !== undefined && this.#known.has(one))
      const texts = [...within(content, 'w:t')]
      if (name === undefined || texts.length === 0) continue
      this.#seen?.add(name)
      const placeholder = childOf(properties, 'w:showingPlcHdr')
      if (placeholder !== undefined) xml.modify.remove(placeholder)
      for (const [at, text] of texts.entries())
        xml.query.lastTextChild(text, true).textContent = at === 0 ? `{${name}}` : ''
    }
  }
}

function* within(node: XmlNode, name: string): Generator<XmlNode> {
  for (const child of node.childNodes ?? []) {
    if (child.nodeName === name) yield child
    yield* within(child, name)
  }
}

function childOf(node: XmlNode, name: string): XmlNode | undefined {
  return node.childNodes?.find(child => child.nodeName === name)
}

function attributeOf(node: XmlNode | undefined): string | undefined {
  return node !== undefined && 'attributes' in node ? node.attributes?.['w:val'] : undefined
}

async function refuseBombs(name: string, bytes: Buffer): Promise<void> {
  if (bytes.length > most.bytes) tooLarge(name)
  const isSmall = await keepsWithin(bytes, { entries: most.parts, bytes: most.unpacked }).catch(error => {
    if (error instanceof ZipFault) notWord(name)
    throw error
  })
  if (!isSmall) tooLarge(name)
}

async function orRefusal<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (
      error instanceof MalformedFileError ||
      error instanceof UnidentifiedFileTypeError ||
      error instanceof UnsupportedFileTypeError
    )
      notWord(name)
    if (error instanceof TemplateSyntaxError)
      refuse(
        'form-tags',
        `“${name}”里的标记不配对：${error.message}。请检查 { } 和 {#…}{/}。`,
        `The tags in ${name} do not fit together: ${error.message}. Check { } and {#…}{/}.`,
        { name },
      )
    throw error
  }
}

function notWord(name: string): never {
  refuse(
    'form-not-word',
    `“${name}”不是 Word 文档，或者已经损坏。请用 Word 或 WPS 另存为 .docx 再试。`,
    `${name} is not a Word document, or is damaged. Save it as .docx in Word or WPS and try again.`,
    { name },
  )
}

function tooLarge(name: string): never {
  refuse(
    'form-too-large',
    `“${name}”太大，不像一张空白表。请去掉里面的图片再试。`,
    `${name} is too large for a blank form. Take the pictures out and try again.`,
    { name },
  )
}
