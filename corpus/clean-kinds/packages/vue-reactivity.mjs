import { computed, effectScope, reactive, watchEffect } from 'vue'

export const scenario = {
  run() {
    const scope = effectScope()
    const state = reactive({ notes: [1, 2], done: 0 })
    const total = scope.run(() => computed(() => state.notes.length + state.done))
    scope.run(() => watchEffect(() => total.value, { flush: 'sync' }))
    state.notes.push(3)
    state.done++
    scope.stop()
  },
}
