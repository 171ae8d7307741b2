import fs from 'node:fs'

/** The native add-ons that this process has loaded, by their files; none where the system does not tell. */
export function loadedAddOns(): readonly string[] {
  const files = new Set<string>()
  for (const [, file] of mappings().matchAll(/ (\/[^\n]*\.node)$/gm)) if (file) files.add(file)
  return [...files].sort()
}

function mappings(): string {
  try {
    return fs.readFileSync('/proc/self/maps', 'utf8')
  } catch {
    return ''
  }
}
