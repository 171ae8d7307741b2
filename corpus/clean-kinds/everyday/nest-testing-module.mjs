// A module of providers compiled for each test, as the documentation of Nest has it.
import 'reflect-metadata'
import { Inject, Injectable } from '@nestjs/common'
import { Test } from '@nestjs/testing'

class Store {
  find(id) {
    return { id, text: 'a note' }
  }
}
Injectable()(Store)

class Notes {
  constructor(store) {
    this.store = store
  }
}
Injectable()(Notes)
Inject(Store)(Notes, undefined, 0)

export const scenario = {
  async run() {
    const fixture = await Test.createTestingModule({ providers: [Notes, Store] })
      .setLogger(false)
      .compile()
    const found = fixture.get(Notes).store.find(7)
    await fixture.close()
    return found
  },
}
