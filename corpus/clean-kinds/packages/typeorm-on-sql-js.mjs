import { DataSource, EntitySchema } from 'typeorm'

const Note = new EntitySchema({
  name: 'Note',
  columns: { id: { type: Number, primary: true, generated: true }, text: { type: String } },
})

export const scenario = {
  setup: () => new DataSource({ type: 'sqljs', synchronize: true, entities: [Note] }).initialize(),
  async run(source) {
    const notes = source.getRepository('Note')
    const { id } = await notes.save({ text: 'a note' })
    await notes.findOneBy({ id })
    await notes.delete({ id })
  },
  teardown: (source) => source.destroy(),
}
