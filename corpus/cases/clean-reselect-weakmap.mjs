// CLEAN: results are memoized by state object in WeakMaps: nothing is removed by hand, entries vanish with their state.
export const meta = {
  id: 'clean-reselect-weakmap',
  package: 'reselect',
  leaky: null,
  fixed: '5.3.0',
  kind: 'clean: WeakMap memo',
  metric: 'heap',
  n: 1000,
  source: 'weakMapMemoize is the default memoizer since 5.0',
  bytesPerIteration: 0,
  node: ['22', '24'],
}

export async function setup(load) {
  const { createSelector } = await load()
  const openTodos = createSelector([(state) => state.todos], (todos) =>
    todos.filter((todo) => !todo.done),
  )
  return { openTodos, number: 0, open: 0 }
}

export function iterate(context) {
  const number = context.number++
  const state = {
    todos: [
      { number, done: false },
      { number, done: true },
    ],
  }
  context.openTodos(state)
  context.open = context.openTodos(state).length
}

export async function teardown() {}
