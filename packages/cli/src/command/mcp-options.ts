import type { CommandOptions } from '@plateau/go/kit'
import { HELP } from './soak-options.ts'

export const MCP_OPTIONS: CommandOptions = {
  root: { value: 'DIR', help: 'nothing outside of it is read or run; default: this folder' },
  ...HELP,
}
