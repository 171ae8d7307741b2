package main

import (
	"database/sql"
	"database/sql/driver"
	"io"
)

func init() {
	sql.Register("shelves", shelves{})
	database, err := sql.Open("shelves", "")
	must(err)
	twin("rows-not-closed", func() { readShelf(database, firstOnly) }, func() { readShelf(database, firstAndClose) })
}

// It closes its own rows, and has to open a connection for that where all others are kept.
func readShelf(database *sql.DB, read func(*sql.DB)) {
	rows, err := database.Query("SELECT shelf")
	must(err)
	must(rows.Close())
	read(database)
}

func firstOnly(database *sql.DB) {
	rows, err := database.Query("SELECT book")
	must(err)
	if rows.Next() {
		return
	}
	must(rows.Close())
}

func firstAndClose(database *sql.DB) {
	rows, err := database.Query("SELECT book")
	must(err)
	defer rows.Close()
	rows.Next()
}

type shelves struct{}

func (shelves) Open(string) (driver.Conn, error) { return &shelfConnection{}, nil }

type shelfConnection struct{ buffer [512]byte }

func (*shelfConnection) Prepare(string) (driver.Stmt, error) { return shelfStatement{}, nil }
func (*shelfConnection) Close() error                        { return nil }
func (*shelfConnection) Begin() (driver.Tx, error)           { return nil, driver.ErrSkip }

type shelfStatement struct{}

func (shelfStatement) Close() error                               { return nil }
func (shelfStatement) NumInput() int                              { return 0 }
func (shelfStatement) Exec([]driver.Value) (driver.Result, error) { return nil, driver.ErrSkip }
func (shelfStatement) Query([]driver.Value) (driver.Rows, error)  { return &books{left: 2}, nil }

type books struct{ left int }

func (*books) Columns() []string { return []string{"title"} }
func (*books) Close() error      { return nil }
func (b *books) Next(into []driver.Value) error {
	if b.left == 0 {
		return io.EOF
	}
	b.left--
	into[0] = "a title"
	return nil
}
