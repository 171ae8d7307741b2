export const scenario = {
  async setup() {
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(':memory:')
    database.exec('create table notes (id integer primary key, text)')
    return database
  },
  run(database) {
    database.prepare('insert into notes (text) values (?)').run('a note')
    const found = database.prepare('select * from notes').all()
    database.exec('delete from notes')
    return found.length
  },
  teardown: (database) => database.close(),
}
