// Every runner, major, mode and Node that Plateau is said to work in, one cell each.
import { NODES, VERSIONS } from '../installed-project.mjs'

/** The newest release of each major that is supported. */
export const MAJORS = {
  vitest: { 3: VERSIONS['vitest 3'], 4: VERSIONS['vitest 4'], 5: VERSIONS.vitest },
  jest: { 29: VERSIONS['jest 29'], 30: VERSIONS.jest },
  'node-test': { '': '' },
}

const MODES = {
  vitest: ['forks', 'threads', 'vmThreads', 'vmForks', 'no-isolate'],
  jest: ['workers', 'in-band', 'threads', 'esm', 'ts-jest', 'swc', 'babel', 'jsdom', 'happy-dom'],
  'node-test': ['processes'],
}

/** Where a runner itself asks for more than Plateau does. */
const LEAST_NODE = { 'vitest 5': 22 }

/** What no other test of `npm test` runs: one cell of each major that is not the newest, and of node:test. */
const SHORT = [
  'vitest 3 vmForks',
  'vitest 4 threads',
  'jest 29 esm',
  'jest 30 happy-dom',
  'node-test processes',
]

/** The cells that the options name; all of them where they name none. */
export function selectCells({ runner, major, mode, node, short }) {
  return allCells().filter(
    (cell) =>
      isNamed(runner, cell.runner) &&
      isNamed(major, cell.major) &&
      isNamed(mode, cell.mode) &&
      isNamed(node, cell.node) &&
      (!short || SHORT.includes(variantOf(cell))),
  )
}

export function cellName(cell) {
  return `${variantOf(cell)}, Node ${cell.node}`
}

/** All values that an option of this name may have. */
export function choices(option) {
  return [...new Set(allCells().map((cell) => cell[option]))].filter((value) => value !== '')
}

function allCells() {
  return Object.entries(MAJORS).flatMap(([runner, majors]) =>
    Object.entries(majors).flatMap(([major, version]) =>
      MODES[runner].flatMap((mode) =>
        Object.keys(NODES)
          .filter((node) => Number(node) >= (LEAST_NODE[`${runner} ${major}`] ?? 0))
          .map((node) => ({ runner, major, version, mode, node })),
      ),
    ),
  )
}

function variantOf({ runner, major, mode }) {
  return [runner, major, mode].filter(Boolean).join(' ')
}

function isNamed(wanted, value) {
  return wanted.length === 0 || wanted.includes(value)
}
