import { Kysely, SqliteDialect } from 'kysely'

export const scenario = {
  async setup() {
    const { DatabaseSync } = await import('node:sqlite')
    const database = new Kysely({ dialect: new SqliteDialect({ database: adapt(DatabaseSync) }) })
    await database.schema.createTable('notes').addColumn('text', 'text').execute()
    return database
  },
  async run(database) {
    await database.insertInto('notes').values({ text: 'a note' }).execute()
    await database.selectFrom('notes').selectAll().where('text', '=', 'a note').execute()
    await database.deleteFrom('notes').execute()
  },
  teardown: (database) => database.destroy(),
}

/** What Kysely expects of better-sqlite3. */
function adapt(DatabaseSync) {
  const database = new DatabaseSync(':memory:')
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = database.prepare(sql)
      return {
        reader: sql.startsWith('select'),
        all: (parameters) => statement.all(...parameters),
        run: (parameters) => statement.run(...parameters),
      }
    },
  }
}
