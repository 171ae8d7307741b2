/** What a program is called in messages: its script or first argument that is no option, else the command itself. */
export function nameOfCommand(command: readonly string[]): string {
  return command.find((word, at) => at > 0 && !word.startsWith('-')) ?? command[0] ?? ''
}
