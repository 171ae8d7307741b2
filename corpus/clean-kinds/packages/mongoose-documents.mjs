// Validated without a server.
import mongoose from 'mongoose'

export const scenario = {
  setup: () =>
    new mongoose.Mongoose().model(
      'Note',
      new mongoose.Schema({ text: { type: String, required: true }, tags: [String] }),
    ),
  async run(Note) {
    const note = new Note({ text: 'a note', tags: ['a', 'b'] })
    await note.validate()
    return note.toObject()
  },
}
