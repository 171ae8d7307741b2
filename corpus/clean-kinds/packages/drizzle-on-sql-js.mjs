// `get()`, for `all()` of this driver leaves a statement open each time (true-leaks.md).
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/sql-js'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import initSqlJs from 'sql.js'

const notes = sqliteTable('notes', { id: integer().primaryKey(), text: text() })

export const scenario = {
  async setup() {
    const { Database } = await initSqlJs()
    const client = new Database()
    client.run('create table notes (id integer primary key, text text)')
    return { client, database: drizzle(client) }
  },
  run({ database }) {
    database.insert(notes).values({ id: 1, text: 'a note' }).run()
    const found = database.select().from(notes).where(eq(notes.id, 1)).get()
    database.delete(notes).run()
    return found.text
  },
  teardown: ({ client }) => client.close(),
}
