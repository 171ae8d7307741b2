export type { CommandIo, TextSink } from './command-io.ts'
export { EXIT, exitCodeOfSignal } from './exit-code.ts'
export { html, jsonMarkup, type Markup } from './markup.ts'
export { nearestWord } from './nearest-word.ts'
export { type PageFunctions, scriptOf } from './page-script.ts'
export {
  type CommandLine,
  type CommandOptions,
  type OptionSpec,
  parseCommandLine,
} from './parse-command-line.ts'
export { runInTerminal, type TerminalCommand, tellFailure } from './run-in-terminal.ts'
export { type StandalonePage, standalonePage } from './standalone-page.ts'
export { toldBeginning } from './told-beginning.ts'
