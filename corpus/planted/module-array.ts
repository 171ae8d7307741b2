// holder: warnings \(Array\)
interface Warning {
  readonly code: string
  readonly message: string
}

const warnings: Warning[] = []

function warn(code: string, message: string): void {
  warnings.push({ code, message }) // <- leaks
}

function parsePort(text: string): number {
  const port = Number.parseInt(text, 10)
  if (String(port) !== text) warn('E_PORT', `${text} is read as ${port}`) // <- leaks
  return port
}

export const leaky = { name: 'warnings that nobody reads', run: () => void parsePort('8080 ') }

export const repaired = {
  name: 'warnings that are printed and dropped',
  run() {
    parsePort('8080 ')
    warnings.length = 0
  },
}
