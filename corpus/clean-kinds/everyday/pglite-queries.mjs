// A database in the process, asked with parameters.
import { PGlite } from '@electric-sql/pglite'

export const scenario = {
  async setup() {
    const database = await PGlite.create()
    await database.exec('create table notes (id int primary key, text text)')
    return database
  },
  async run(database) {
    await database.query('insert into notes values ($1, $2)', [7, 'a note'])
    const { rows } = await database.query('select text from notes where id = $1', [7])
    await database.query('truncate notes')
    return rows[0].text
  },
  teardown: (database) => database.close(),
}
