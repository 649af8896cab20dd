export type Mount = { readonly device: string; readonly folder: string }

/** Where desktops put what is plugged in. */
const plugged = /^\/(run\/)?media\//

/** Parts of the running system, even where it was started from a stick. */
const ofTheSystem = /^\/(boot|efi|etc|home|nix|opt|proc|root|snap|srv|sys|tmp|usr|var)?(\/|$)/

/**
 * The mounts of `/proc/self/mounts` that may be sticks: those where desktops put them, and others of a block device
 * that says of itself that it is removable.
 */
export function stickMounts(table: string, isRemovable: (device: string) => boolean): readonly Mount[] {
  return table
    .split('\n')
    .map(line => line.split(' '))
    .flatMap(([device, folder]): readonly Mount[] => {
      if (device === undefined || folder === undefined) return []
      return [{ device: plain(device), folder: plain(folder) }]
    })
    .filter(
      ({ device, folder }) =>
        plugged.test(folder) ||
        (device.startsWith('/dev/') && !ofTheSystem.test(folder) && isRemovable(device)),
    )
}

/** The table writes blanks and the like as octal numbers of bytes. */
function plain(text: string): string {
  if (!text.includes('\\')) return text
  const bytes = Buffer.from(text).toString('latin1')
  const read = bytes.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  )
  return Buffer.from(read, 'latin1').toString('utf8')
}
