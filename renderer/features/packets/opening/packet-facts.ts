/** The numbers between the last packet that came and this one; undefined where numbers do not tell. */
export function missingBefore(
  received: number,
  number: number,
): { readonly from: number; readonly to: number } | undefined {
  return received + 1 <= number - 1 ? { from: received + 1, to: number - 1 } : undefined
}
