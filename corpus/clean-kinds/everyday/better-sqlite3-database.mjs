// A database in memory per test: made, filled, asked and closed.
import Database from 'better-sqlite3'

export const scenario = {
  run() {
    const database = new Database(':memory:')
    database.exec('create table notes (id integer primary key, text text)')
    const insert = database.prepare('insert into notes (text) values (?)')
    const insertAll = database.transaction((texts) => texts.map((text) => insert.run(text)))
    insertAll(['a', 'b', 'c'])
    const { count } = database.prepare('select count(*) as count from notes').get()
    database.close()
    return count
  },
}
