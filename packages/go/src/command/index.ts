export { runGoCommand } from './run-go-command.ts'
