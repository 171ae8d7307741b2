// Observable notes with a computed count and a reaction, disposed of.
import { autorun, makeAutoObservable, runInAction } from 'mobx'

class Notes {
  list = []
  constructor() {
    makeAutoObservable(this)
  }
  get count() {
    return this.list.length
  }
}

export const scenario = {
  run() {
    const notes = new Notes()
    let seen = 0
    const dispose = autorun(() => {
      seen = notes.count
    })
    runInAction(() => notes.list.push({ text: 'a note' }, { text: 'another' }))
    dispose()
    return seen
  },
}
