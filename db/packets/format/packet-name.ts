import type { IsoDay } from '#db/shared/day.ts'

/** A packet's name is cut so that it fits 255 bytes, in UTF-8, with room for the endings of parts and partial files. */
const maxNameLength = 24

/** What is told by a packet's file name, for people; the program reads the manifest. */
export type PacketNaming = {
  readonly from: string
  readonly to: string
  readonly number: number
  readonly day: IsoDay
}

/** `坪山区_六联社区_000007_20191231.llb` */
export function packetName({ from, to, number, day }: PacketNaming): string {
  const counter = String(number).padStart(6, '0')
  return `${namePart(from)}_${namePart(to)}_${counter}_${day.replaceAll('-', '')}.llb`
}

/** Another PC of the sender's own office, which the office's name would not tell from the sender: its number begins so on the page of packets. */
export function otherPcName(replica: string): string {
  return `另一台电脑-${replica.slice(0, 8)}`
}

/** `入网申请-六联社区.json`: the request of a PC that wants to join. */
export function requestName(org: string): string {
  return `入网申请-${namePart(org)}.json`
}

/** Without what Windows forbids in file names, what no one can see, and what separates the parts. */
function namePart(name: string): string {
  const clean = name
    .normalize('NFC')
    // Dots too: what stands before the first one must not be a device's name.
    .replace(/[<>:"/\\|?*_.\s\p{C}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return [...clean].slice(0, maxNameLength).join('') || '未命名'
}
