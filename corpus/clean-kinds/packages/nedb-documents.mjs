import Datastore from '@seald-io/nedb'

export const scenario = {
  setup: () => new Datastore(),
  async run(notes) {
    const { _id } = await notes.insertAsync({ text: 'a note' })
    await notes.updateAsync({ _id }, { $set: { done: true } })
    await notes.removeAsync({ _id })
  },
}
