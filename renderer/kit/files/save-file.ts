/** Hands a file to the user's downloads. */
export function saveFile(file: File): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = file.name
  link.click()
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
