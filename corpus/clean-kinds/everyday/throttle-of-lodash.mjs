// The first call and the last of a burst, 5 ms apart.
import lodash from 'lodash'

export const scenario = {
  run: () =>
    new Promise((resolve) => {
      const scroll = lodash.throttle((top) => top === 300 && resolve(), 5)
      for (const top of [100, 200, 300]) scroll(top)
    }),
}
