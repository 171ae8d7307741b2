import { expect, test } from 'vitest'
import { limitFiles, limitIn } from '../../src/system-process/memory-limit.ts'

test('every group above the process may limit it, in both versions of cgroups', () => {
  expect(limitFiles('12:cpu:/x\n7:memory:/docker/abc\n0::/init\n')).toEqual([
    '/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes',
    '/sys/fs/cgroup/memory/docker/memory.limit_in_bytes',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes',
  ])
  expect(limitFiles('0::/user.slice\n')).toEqual([
    '/sys/fs/cgroup/user.slice/memory.max',
    '/sys/fs/cgroup/memory.max',
  ])
  expect(limitFiles('0::/../other\n')).toContain('/sys/fs/cgroup/other/memory.max')
  expect(limitFiles('')).toEqual([])
})

test('no limit is a word in the one version and a number near 2^63 in the other', () => {
  expect([limitIn('536870912\n'), limitIn('max\n'), limitIn('9223372036854771712\n')]).toEqual([
    536_870_912,
    undefined,
    undefined,
  ])
})
