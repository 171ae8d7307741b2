// A suite of quick tests of ten everyday kinds, in files of ten, for Vitest and Jest alike.

const HEAD = {
  vitest: `import { afterEach, beforeEach, describe, expect, it, vi as runner } from 'vitest'
import { EventEmitter } from 'node:events'
`,
  jest: `const { EventEmitter } = require('node:events')
const runner = jest
`,
}

const TESTS = `
class Cache {
  #entries = new Map()
  set(key, value) { this.#entries.set(key, value); return this }
  get(key) { return this.#entries.get(key) }
  clear() { this.#entries.clear() }
}
const kept = []

describe('everyday', () => {
  let cache
  beforeEach(() => { cache = new Cache() })
  afterEach(() => { cache.clear() })

  it('reads what was written', () => {
    expect(cache.set('a', { n: 1 }).get('a')).toEqual({ n: 1 })
  })
  it('knows nothing at first', () => {
    expect(cache.get('a')).toBeUndefined()
  })
  it('tells listeners', () => {
    const emitter = new EventEmitter()
    const heard = []
    emitter.on('said', (word) => heard.push(word))
    emitter.emit('said', 'hello')
    expect(heard).toEqual(['hello'])
  })
  it('calls back once', () => {
    const called = runner.fn()
    new EventEmitter().once('end', called).emit('end', 1)
    expect(called).toHaveBeenCalledTimes(1)
  })
  it('resolves', async () => {
    await expect(Promise.resolve({ ok: true })).resolves.toMatchObject({ ok: true })
  })
  it('rejects', async () => {
    await expect(Promise.reject(new Error('no'))).rejects.toThrow('no')
  })
  it('throws', () => {
    expect(() => JSON.parse('{')).toThrow(SyntaxError)
  })
  it('waits for a turn', async () => {
    await new Promise((resolve) => setImmediate(resolve))
    expect(cache.get('turn')).toBeUndefined()
  })
  it('sorts a hundred words', () => {
    const words = Array.from({ length: 100 }, (_, at) => 'word ' + ((at * 37) % 100))
    expect([...words].sort()[0]).toBe('word 0')
  })
  it('copies deeply', () => {
    const tree = { left: { leaf: [1, 2, 3] }, right: new Map([['a', new Date(0)]]) }
    expect(structuredClone(tree)).toEqual(tree)
    /* planted */
  })
})
`

/** The files of the suite by name; the last test of the one that is named keeps an object of each run. */
export function quickSuite(runner, { files, planted }) {
  return Object.fromEntries(
    Array.from({ length: files }, (_, at) => {
      const name = `quick-${at}.test.${runner === 'jest' ? 'cjs' : 'js'}`
      const tests = at === planted ? TESTS.replace('/* planted */', 'kept.push({ tree })') : TESTS
      return [name, HEAD[runner] + tests]
    }),
  )
}
