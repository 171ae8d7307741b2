#!/usr/bin/env node
import { runInTerminal } from '../dist/command/run-in-terminal.js'

await runInTerminal()
