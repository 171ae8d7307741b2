// A controller over a real socket; its decorators are applied as the functions that they are.
import 'reflect-metadata'
import { Controller, Get, Module, Param } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'

class Notes {
  find(id) {
    return { id: Number(id), text: 'a note' }
  }
}
Controller('notes')(Notes)
Get(':id')(Notes.prototype, 'find', Object.getOwnPropertyDescriptor(Notes.prototype, 'find'))
Param('id')(Notes.prototype, 'find', 0)

class Application {}
Module({ controllers: [Notes] })(Application)

export const scenario = {
  async setup() {
    const app = await NestFactory.create(Application, {
      logger: false,
      forceCloseConnections: true,
    })
    await app.listen(0, '127.0.0.1')
    return app
  },
  async run(app) {
    const { port } = app.getHttpServer().address()
    const response = await fetch(`http://127.0.0.1:${port}/notes/7`)
    return response.json()
  },
  teardown: (app) => app.close(),
}
