#!/usr/bin/env node
import { runWithGc } from '../dist/run-with-gc.js'

process.exitCode = await runWithGc(process.argv.slice(2))
