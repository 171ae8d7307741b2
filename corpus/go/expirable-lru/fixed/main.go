package main

import (
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"strconv"
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"
)

var cache = expirable.NewLRU[string, int](16, nil, time.Hour)

// One cache for all reports.
func iterate() {
	cache.Add("rows", 1)
	cache.Purge()
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
