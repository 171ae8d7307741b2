// Documents with parts and hooks, validated without a connection.
import mongoose from 'mongoose'

export const scenario = {
  setup() {
    const comment = new mongoose.Schema({ text: { type: String, required: true } })
    const note = new mongoose.Schema({ title: String, comments: [comment] })
    note.virtual('count').get(function () {
      return this.comments.length
    })
    return new mongoose.Mongoose().model('Note', note)
  },
  async run(Note) {
    const note = new Note({ title: 'a note', comments: [{ text: 'one' }, {}] })
    const { errors } = await note.validate().catch((error) => error)
    note.comments[1].text = 'two'
    await note.validate()
    return Object.keys(errors).length + note.count
  },
}
