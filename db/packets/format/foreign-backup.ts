import { Refusal } from '#db/shared/refusal.ts'

/** Whether keys were refused because they belong to another registry than the one that was looked at. */
export function isForeign(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'keys-foreign'
}

/** The refusal of a backup of another registry: it is the file that was chosen wrongly, and the keys are to stay. */
export function foreignBackup(name: string): Refusal {
  return new Refusal(
    'backup-foreign',
    {
      zh: `“${name}”是另一份台账的备份，和这台电脑的密钥不配套，没有恢复。现在的台账没有改动。请选这台电脑自己的备份。`,
      en: `"${name}" is a backup of another registry and does not go with the keys of this PC, so it was not restored. The present registry was not changed. Choose a backup of this PC's own.`,
    },
    { file: name },
  )
}
