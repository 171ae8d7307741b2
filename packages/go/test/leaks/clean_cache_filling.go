package main

import "strconv"

func init() {
	clean("cache-filling-to-its-limit", lookUp)
}

const mostPages = 1000

var (
	pages    = map[string][]byte{}
	lastPage int
)

func lookUp() {
	lastPage++
	pages[strconv.Itoa(lastPage)] = make([]byte, 256)
	delete(pages, strconv.Itoa(lastPage-mostPages))
}
