// A component mounted, clicked and unmounted by Vue Test Utils.
import { JSDOM } from 'jsdom'

const NAMES = ['document', 'Element', 'HTMLElement', 'SVGElement', 'Node', 'Event']

export const scenario = {
  async setup() {
    const { window } = new JSDOM('<body></body>')
    const before = Object.fromEntries(NAMES.map((name) => [name, globalThis[name]]))
    globalThis.window = window
    for (const name of NAMES) globalThis[name] = window[name]
    const { mount } = await import('@vue/test-utils')
    const { h, ref } = await import('vue')
    const Counter = {
      setup() {
        const count = ref(0)
        return () => h('button', { onClick: () => count.value++ }, `clicked ${count.value}`)
      },
    }
    return { window, before, mount, Counter }
  },
  async run({ mount, Counter }) {
    const wrapper = mount(Counter)
    await wrapper.get('button').trigger('click')
    const text = wrapper.text()
    wrapper.unmount()
    return text
  },
  teardown({ window, before }) {
    window.close()
    delete globalThis.window
    Object.assign(globalThis, before)
  },
}
