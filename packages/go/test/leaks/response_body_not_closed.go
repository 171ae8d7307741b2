package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
)

func init() {
	twin("response-body-not-closed", askAndForget, askAndClose)
}

var (
	service      *httptest.Server
	startService sync.Once
)

func askAndForget() {
	response := ask()
	_, _ = io.CopyN(io.Discard, response.Body, 16)
}

func askAndClose() {
	response := ask()
	_, _ = io.Copy(io.Discard, response.Body)
	must(response.Body.Close())
}

func ask() *http.Response {
	startService.Do(func() {
		service = httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
			_, _ = answer.Write(make([]byte, 64*1024))
		}))
	})
	response, err := service.Client().Get(service.URL)
	must(err)
	return response
}
