/**
 * On processors with memory protection keys, Node 24 may end at once while threads come and go ("Check failed:
 * jit_page.has_value()"): V8 then loses count of its pages of code. Without the keys it does not.
 */
export const noProtectionKeys = '--no-memory-protection-keys'

/**
 * The other two let V8 clear away earlier what is no longer needed: they halve what an import of 100,000 members takes,
 * to less than 300 MB, in the same time. `npm run cli` has the same flags.
 */
export const nodeFlags = [noProtectionKeys, '--max-semi-space-size=2', '--heap-growing-percent=15']

/**
 * The environment of the page's host. On Linux, memory that a thread gave back stays with a pool of that thread and is of no
 * use to the others: with two pools in all, the taking in of 100,000 members peaked at 270 to 280 MB instead of 318. Other
 * systems do not look at it.
 */
export const hostEnvironment = { MALLOC_ARENA_MAX: '2' }
