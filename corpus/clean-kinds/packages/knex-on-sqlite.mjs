// Built by knex, run by Node's own database.
import knex from 'knex'

export const scenario = {
  async setup() {
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(':memory:')
    database.exec('create table notes (id integer primary key, text)')
    return { database, builder: knex({ client: 'sqlite3', useNullAsDefault: true }) }
  },
  run({ database, builder }) {
    database.exec(builder('notes').insert({ text: 'a note' }).toString())
    const query = builder('notes').where('text', 'a note').orderBy('id').toSQL().toNative()
    const found = database.prepare(query.sql).all(...query.bindings)
    database.exec(builder('notes').delete().toString())
    return found.length
  },
  async teardown({ database, builder }) {
    await builder.destroy()
    database.close()
  },
}
