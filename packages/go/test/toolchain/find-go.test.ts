import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { findGo } from '../../src/toolchain/find-go.ts'
import { describeWithGo } from '../go-toolchain.ts'

describeWithGo('the Go toolchain', () => {
  it('is found by GOROOT when PATH has none', async () => {
    const root = mkdtempSync(join(tmpdir(), 'plateau-goroot-'))
    onTestFinished(() => rmSync(root, { recursive: true }))
    mkdirSync(join(root, 'bin'))
    writeFileSync(join(root, 'bin', 'go'), '#!/bin/sh\necho go1.99\n')
    chmodSync(join(root, 'bin', 'go'), 0o755)

    expect(await findGo(root, { PATH: '', GOROOT: root })).toEqual({
      command: join(root, 'bin', 'go'),
      version: 'go1.99',
    })
  })

  it('is not looked for in a folder that does not exist', async () => {
    await expect(findGo('/no/such/folder', process.env)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TargetError: The working directory of Go must be a folder, received "/no/such/folder".]`,
    )
  })
})
