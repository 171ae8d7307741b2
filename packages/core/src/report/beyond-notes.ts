/** What to tell of memory whose allocations no engine records. */
export function nativeNotes(addOns: readonly string[]): readonly string[] {
  const nothing =
    'No object on the heap grows with it, and V8 does not record who allocates outside its heap.'
  if (addOns.length === 0) {
    return [`${nothing} No native add-on is loaded: it may be the heap of a worker thread.`]
  }
  return [`${nothing} Loaded add-ons: ${addOns.map(shown).join(', ')}.`]
}

/** What to tell of the heap of a worker thread, into which no explanation looks. */
export function workerNote(names: readonly string[]): string {
  return `It is the heap of ${names.join(', ')} that grows: what this thread sends is kept there. To learn which line keeps it, check the function that the worker runs on the main thread.`
}

/** A package's own path tells more than the place where it is installed. */
function shown(file: string): string {
  const at = file.lastIndexOf('/node_modules/')
  return at === -1 ? file : file.slice(at + '/node_modules/'.length)
}
