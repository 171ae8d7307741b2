module example.com/gorilla-context

go 1.21

require github.com/gorilla/context v1.1.1
