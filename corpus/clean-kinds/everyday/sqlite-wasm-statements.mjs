// Statements that are prepared and finalized within the test.
import sqlite from 'node-sqlite3-wasm'

export const scenario = {
  setup() {
    const database = new sqlite.Database(':memory:')
    database.exec('create table notes (id integer primary key, text text)')
    return database
  },
  run(database) {
    database.run('insert into notes values (?, ?)', [7, 'a note'])
    const statement = database.prepare('select text from notes where id = ?')
    const { text } = statement.get([7])
    statement.finalize()
    database.run('delete from notes')
    return text
  },
  teardown: (database) => database.close(),
}
