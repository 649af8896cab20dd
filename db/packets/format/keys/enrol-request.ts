import { z } from 'zod'
import { canonical } from '#db/shared/canonical.ts'
import type { Clock } from '#db/shared/clock.ts'
import { refuse } from '#db/shared/refusal.ts'
import { tidyText, wellFormed } from '#db/shared/tidy-text.ts'
import { fingerprint } from './fingerprint.ts'
import { isIdOf, type ReplicaKeys, recipientSchema, sign, signKeySchema, verify } from './keys.ts'

const what = '命脉台账 入网申请 / Lifeline Registry enrolment request'
const format = 1
const maxBytes = 65_536
const longestName = 200

const requestSchema = z
  .object({
    what: z.literal(what),
    format: z.literal(format),
    orgName: z.string().min(1).max(longestName),
    contact: z.string().max(200),
    createdAt: z.iso.datetime(),
    replica: z.string().min(1).max(100),
    signKey: signKeySchema,
    recipient: recipientSchema,
    fingerprint: z.string(),
    signature: z.base64().length(88),
  })
  .catchall(z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]))
  .readonly()

const formatSchema = z.object({ what: z.literal(what), format: z.number().int() })

/** What a new PC asks of the office above: a certificate for these keys, for the organization it says it is. */
export type EnrolRequest = z.infer<typeof requestSchema>

/** Whose the PC says it is, and whom to telephone; the office above decides whether to believe it. */
export type Applicant = { readonly orgName: string; readonly contact: string }

/** The request file's text: JSON that a person can read, signed by the keys that it asks a certificate for. */
export function enrolRequestText(keys: ReplicaKeys, applicant: Applicant, clock: Clock): string {
  const publicKeys = { signKey: keys.signPublic, recipient: keys.recipient }
  const fields = {
    what,
    format,
    orgName: applicant.orgName,
    contact: applicant.contact,
    createdAt: clock.now().toISOString(),
    replica: keys.replica,
    ...publicKeys,
    fingerprint: fingerprint(publicKeys),
  }
  const signature = Buffer.from(sign(keys, Buffer.from(canonical(fields)))).toString('base64')
  return `${JSON.stringify({ ...fields, signature }, null, 2)}\n`
}

/** The name that a PC may ask under: one that the office above reads as it was meant, in one line. */
export function applicantName(name: string): string {
  const tidy = tidyText(wellFormed(name))
  if (tidy !== '' && tidy.length <= longestName) return tidy
  return refuse(
    'request-name',
    `单位名称要有 1 到 ${longestName} 个字，现在有 ${tidy.length} 个。请填写单位的全称。`,
    `The name of the office has to have 1 to ${longestName} characters, and this one has ${tidy.length}. Give its full name.`,
    { length: tidy.length },
  )
}

/** Reads and verifies a request's text; `name` is the file's, for the sentences. */
export function parseEnrolRequest(text: string, name: string): EnrolRequest {
  const value = jsonOf(text)
  const found = formatSchema.safeParse(value)
  if (!found.success) refuseForeign(name)
  if (found.data.format > format) refuseNewer(name, found.data.format)
  const request = requestSchema.safeParse(value)
  if (!request.success || !isSound(request.data)) refuseDamaged(name)
  return request.data
}

/** Whether a file can be a request, and not a sealed approval: told by how it begins, whatever its size. */
export async function isRequestText(file: Blob): Promise<boolean> {
  return (await file.slice(0, 64).text()).trimStart().startsWith('{')
}

/** A request's text. Refuses what is larger than any request before it is read. */
export async function requestText(file: File): Promise<string> {
  if (file.size === 0) refuseEmpty(file.name)
  if (file.size > maxBytes) refuseForeign(file.name)
  return file.text()
}

function isSound(request: EnrolRequest): boolean {
  const { signature, ...fields } = request
  if (fields.fingerprint !== fingerprint(request) || !isIdOf(request.replica, request)) return false
  return verify(request.signKey, Buffer.from(canonical(fields)), Buffer.from(signature, 'base64'))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refuseEmpty(name: string): never {
  refuse(
    'request-not-a-request',
    `文件 ${name} 是空的：拷贝可能没有完成，U盘就拔出来了。请从申请的电脑上重新存一份。`,
    `The file ${name} is empty: it was probably not copied to its end before the stick was pulled out. Save it again on the PC that asks to join.`,
    { file: name },
  )
}

function refuseForeign(name: string): never {
  refuse(
    'request-not-a-request',
    `${name} 不是命脉台账的入网申请。请选择对方电脑上生成的申请文件。`,
    `${name} is not a request to join from Lifeline Registry. Choose the file that the other PC made when it asked to join.`,
    { file: name },
  )
}

function refuseNewer(name: string, found: number): never {
  refuse(
    'request-too-new',
    `入网申请 ${name} 由更新版本的程序生成。请先更新本机的命脉台账，再打开它。`,
    `The request to join ${name} was made by a newer version. Update Lifeline Registry on this PC, then open it again.`,
    { file: name, format: found },
  )
}

function refuseDamaged(name: string): never {
  refuse(
    'request-damaged',
    `入网申请 ${name} 的签名或核对数字不符：文件已损坏或被改动。请对方重新生成并发送，不要据此批准。`,
    `The signature or the digits to compare of the request to join ${name} do not fit: it was damaged or changed. Ask for a new one and do not approve this one.`,
    { file: name },
  )
}
