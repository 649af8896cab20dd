import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const placeSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  isMaximized: z.boolean(),
})

/** Where a window stood, in device-independent pixels. */
export type Place = z.infer<typeof placeSchema>

type Area = Pick<Place, 'x' | 'y' | 'width' | 'height'>

/** Where the window stood when it was closed last; undefined where nothing, or nothing sensible, was kept. */
export function keptPlace(file: string): Place | undefined {
  try {
    return placeSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  } catch {
    // Losing it costs one drag of the window.
    return undefined
  }
}

export function keepPlace(file: string, place: Place): void {
  try {
    writeFileSync(file, JSON.stringify(place))
  } catch {
    // A full disk must not keep the window from closing, nor the engine from ending in order.
  }
}

export const smallest = { width: 1000, height: 640 } as const
const usual = { width: 1366, height: 820 } as const

/**
 * How large to open, and where if that is known and a good part of it lies on a screen that is still there. Never
 * larger than that screen.
 */
export function bounds(kept: Place | undefined, screens: readonly Area[]): Partial<Area> {
  const screen = kept && screens.find(area => shared(kept, area) >= 0.3)
  const room = screen ?? screens[0]
  const wanted = kept ?? usual
  const size = {
    width: Math.min(wanted.width, room?.width ?? wanted.width),
    height: Math.min(wanted.height, room?.height ?? wanted.height),
  }
  if (kept === undefined || screen === undefined) return size
  return { ...size, x: Math.max(kept.x, screen.x), y: Math.max(kept.y, screen.y) }
}

/** Which part of a window lies on a screen, from 0 to 1. */
function shared(window: Area, screen: Area): number {
  const across = (a: number, b: number, c: number, d: number) => Math.max(0, Math.min(b, d) - Math.max(a, c))
  const wide = across(window.x, window.x + window.width, screen.x, screen.x + screen.width)
  const high = across(window.y, window.y + window.height, screen.y, screen.y + screen.height)
  return (wide * high) / (window.width * window.height)
}
