// A row inserted, found and deleted by the query builder.
import { PGlite } from '@electric-sql/pglite'
import { eq } from 'drizzle-orm'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/pglite'

const notes = pgTable('notes', { id: integer().primaryKey(), text: text() })

export const scenario = {
  async setup() {
    const client = await PGlite.create()
    await client.exec('create table notes (id int primary key, text text)')
    return { client, database: drizzle(client) }
  },
  async run({ database }) {
    await database.insert(notes).values({ id: 7, text: 'a note' })
    const [found] = await database.select().from(notes).where(eq(notes.id, 7))
    await database.delete(notes)
    return found.text
  },
  teardown: ({ client }) => client.close(),
}
