import type { CommandOptions } from './parse-command-line.ts'
import { SOAK_OPTIONS } from './soak-options.ts'

export function helpOf(command: string | undefined): string {
  return optionsText(SOAK_OPTIONS)
}

function optionsText(options: CommandOptions): string {
  return Object.entries(options)
    .map(([name, { value, help }]) => {
      const left = `--${name}${value === undefined ? '' : ` ${value}`}`
      return `  ${left.padEnd(26)} ${help}`
    })
    .join('\n')
}
