package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"
	"sync"
)

func init() {
	sql.Register("memory", memoryDriver{})
}

var users = sync.OnceValue(func() *sql.DB {
	database, err := sql.Open("memory", "")
	must(err)
	return database
})

func queryUser() {
	rows, err := users().QueryContext(context.Background(), "SELECT name FROM users WHERE id = ?", 17)
	must(err)
	defer rows.Close()
	for rows.Next() {
		var name string
		must(rows.Scan(&name))
	}
	must(rows.Err())
	transaction, err := users().Begin()
	must(err)
	must(transaction.Rollback())
}

// A driver without a database: every query has two rows.
type memoryDriver struct{}

func (memoryDriver) Open(string) (driver.Conn, error) { return memoryConnection{}, nil }

type memoryConnection struct{}

func (memoryConnection) Prepare(string) (driver.Stmt, error) { return memoryStatement{}, nil }
func (memoryConnection) Close() error                        { return nil }
func (memoryConnection) Begin() (driver.Tx, error)           { return memoryConnection{}, nil }
func (memoryConnection) Commit() error                       { return nil }
func (memoryConnection) Rollback() error                     { return nil }

type memoryStatement struct{}

func (memoryStatement) Close() error  { return nil }
func (memoryStatement) NumInput() int { return 1 }
func (memoryStatement) Exec([]driver.Value) (driver.Result, error) {
	return driver.RowsAffected(1), nil
}
func (memoryStatement) Query([]driver.Value) (driver.Rows, error) { return &memoryRows{left: 2}, nil }

type memoryRows struct{ left int }

func (*memoryRows) Columns() []string { return []string{"name"} }
func (*memoryRows) Close() error      { return nil }
func (r *memoryRows) Next(into []driver.Value) error {
	if r.left == 0 {
		return io.EOF
	}
	r.left--
	into[0] = "someone"
	return nil
}
