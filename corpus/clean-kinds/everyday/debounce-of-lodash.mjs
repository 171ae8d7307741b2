// Calls that come as one, 5 ms after the last.
import lodash from 'lodash'

export const scenario = {
  run: () =>
    new Promise((resolve) => {
      const save = lodash.debounce(resolve, 5)
      for (const text of ['a', 'ab', 'abc']) save(text)
    }),
}
