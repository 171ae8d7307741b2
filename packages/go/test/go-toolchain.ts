import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe } from 'vitest'
import { findGo } from '../src/toolchain/find-go.ts'

/** Why nothing can be built; undefined where Go is installed. */
const missingGo: string | undefined = await findGo(import.meta.dirname, process.env).then(
  () => undefined,
  (error: Error) => error.message,
)

if (missingGo !== undefined) {
  if (process.env['PLATEAU_REQUIRE_GO'] === '1') throw new Error(missingGo)
  console.warn(
    `Tests of real Go programs are skipped. ${missingGo} PLATEAU_REQUIRE_GO=1 makes this a failure.`,
  )
}

/** `describe` for tests that build Go programs. */
export const describeWithGo: typeof describe.skip = describe.skipIf(missingGo !== undefined)

/** Whether cgo can be used. */
export const hasCompiler: boolean = ['gcc', 'clang'].some((name) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name))),
)

if (!hasCompiler) console.warn('Programs with C are not built: there is neither gcc nor clang.')
