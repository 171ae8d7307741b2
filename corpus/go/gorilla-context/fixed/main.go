package main

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	_ "net/http/pprof"
	"os"
	"strconv"

	"github.com/gorilla/context"
)

var handler = context.ClearHandler(authenticate(http.HandlerFunc(orders)))

func iterate() {
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/orders", nil))
}

func authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		context.Set(request, "user", "someone")
		next.ServeHTTP(answer, request)
	})
}

func orders(answer http.ResponseWriter, request *http.Request) {
	fmt.Fprintln(answer, "orders of", context.Get(request, "user"))
}

func main() {
	http.HandleFunc("/iterate", func(answer http.ResponseWriter, request *http.Request) {
		count, _ := strconv.Atoi(request.FormValue("n"))
		for done := 0; done < count; done++ {
			iterate()
		}
		fmt.Fprintln(answer, "ok", count)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	must(err)
	fmt.Println("listening", listener.Addr())
	panic(http.Serve(listener, nil))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
