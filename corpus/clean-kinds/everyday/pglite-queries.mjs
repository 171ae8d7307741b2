// A database in the process, asked with parameters. No `truncate`, which leaves files until a checkpoint (true-leaks.md).
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
    await database.query('delete from notes')
    return rows[0].text
  },
  teardown: (database) => database.close(),
}
