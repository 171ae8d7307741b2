// A line on the console with an object in it, as code under test prints it.
export const scenario = {
  setup: () => ({ calls: 0 }),
  run(state) {
    console.log('saved', { id: state.calls++, text: 'a note' })
  },
}
