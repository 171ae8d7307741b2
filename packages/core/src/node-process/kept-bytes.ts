/**
 * An expression for the bytes of the heap that are the program's own; undefined where this Node does not tell. Left out
 * are the new space, which after a collection holds only what was made since, and compiled code with its metadata (the
 * trusted space), which comes in steps of 100 kB when V8 finds a function hot.
 */
export const KEPT_BYTES = `process
  .getBuiltinModule?.('node:v8')
  .getHeapSpaceStatistics()
  .filter(({ space_name }) => !/new|code|trusted|read_only/.test(space_name))
  .reduce((sum, { space_used_size }) => sum + space_used_size, 0)`
