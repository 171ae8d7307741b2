import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder with those files, and one for what is built of them; removed after the test. */
export function writeModule(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-module-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'node_modules'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** Ends when its input does; prints what the body does. */
export function mainWith(body: string, imports: readonly string[] = []): string {
  return `package main

import (
	"io"
	"os"
${imports.map((path) => `\t"${path}"\n`).join('')})

func main() {
	${body}
	_, _ = io.ReadAll(os.Stdin)
}
`
}
