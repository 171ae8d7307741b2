#!/usr/bin/env node
import { runInTerminal } from '@plateau/go/kit'
import { runCommand } from '../dist/command/run-command.js'

await runInTerminal({ name: 'plateau', run: runCommand })
