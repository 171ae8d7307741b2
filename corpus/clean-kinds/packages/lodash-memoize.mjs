import _ from 'lodash'

const memoized = _.memoize((key) => ({ key, parts: _.words(`note ${key}`) }))
let calls = 0

export const scenario = {
  run() {
    const debounced = _.debounce(() => {}, 10)
    debounced()
    debounced.cancel()
    const { parts } = memoized(calls++ % 50)
    return _.groupBy(_.cloneDeep(parts), 'length')
  },
}
