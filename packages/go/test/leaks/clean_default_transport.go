package main

import (
	"net/http"
	"net/http/httptest"
)

// As tests do it: each with a server of its own, and the body of a refusal closed unread.
func init() {
	clean("asks-ever-new-addresses", func() {
		server := httptest.NewServer(http.NotFoundHandler())
		defer server.Close()
		answer, err := http.Get(server.URL)
		must(err)
		must(answer.Body.Close())
	})
}
