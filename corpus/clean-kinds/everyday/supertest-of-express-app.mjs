// An application made for each test, asked by supertest.
import express from 'express'
import request from 'supertest'

export const scenario = {
  async run() {
    const app = express()
    app.get('/notes/:id', ({ params }, response) => response.json({ id: Number(params.id) }))
    await request(app).get('/notes/7').expect('content-type', /json/).expect(200, { id: 7 })
  },
}
