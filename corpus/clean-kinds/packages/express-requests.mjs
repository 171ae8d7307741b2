import express from 'express'
import request from 'supertest'

export const scenario = {
  setup() {
    const app = express()
    app.use(express.json())
    app.post('/notes', (incoming, response) => response.json(incoming.body))
    return app
  },
  run: (app) => request(app).post('/notes').send({ text: 'a note' }).expect(200),
}
