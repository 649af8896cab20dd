/**
 * On processors with memory protection keys, Node 24 may end at once while threads come and go ("Check failed:
 * jit_page.has_value()"): V8 then loses count of its pages of code. Without the keys it does not.
 */
export const nodeFlags = ['--no-memory-protection-keys']
