#!/usr/bin/env node
import { runGoCommand } from '../dist/command/run-go-command.js'
import { runInTerminal } from '../dist/kit/run-in-terminal.js'

await runInTerminal({ name: 'plateau-go', run: runGoCommand })
