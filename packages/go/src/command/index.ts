export type { CommandIo } from './command-io.ts'
export { runGoCommand } from './run-go-command.ts'
