package main

import (
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
)

// The same iterations for those who drive them over HTTP: GET /global-map/leaky.
func serve(port string) {
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	must(err)
	panic(http.Serve(listener, nil))
}

func answerAt(name string, iterate func()) {
	http.HandleFunc("/"+name, func(answer http.ResponseWriter, _ *http.Request) {
		iterate()
		fmt.Fprintln(answer, "done")
	})
}
