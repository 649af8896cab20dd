/** The least width, in pixels, of columns with these CSS grid tracks: `120px` and `minmax(160px, 1fr)` make 280. */
export function leastWidth(tracks: readonly string[]): number {
  return tracks.reduce((sum, track) => sum + Number(/(\d+)px/.exec(track)?.[1] ?? 0), 0)
}
