import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Allocates so many bytes outside every heap and, unless it keeps them, frees them. */
export type Take = (bytes: number, keeps: boolean) => void

const SOURCE = join(import.meta.dirname, 'fixtures', 'keep-bytes.c')

/** Builds and loads an add-on; `undefined` where there is no C compiler. */
export function buildAddOn(): Take | undefined {
  const binary = join(mkdtempSync(join(tmpdir(), 'plateau-add-on-')), 'keep-bytes.node')
  const built = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', binary, SOURCE])
  return built.status === 0 ? createRequire(import.meta.url)(binary) : undefined
}
