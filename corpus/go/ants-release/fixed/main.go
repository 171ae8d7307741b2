package main

import (
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"strconv"
	"time"

	"github.com/panjf2000/ants/v2"
)

// A pool for each batch of work. Release ends the goroutine that looks for idle workers.
func iterate() {
	pool, err := ants.NewPool(4, ants.WithExpiryDuration(time.Hour))
	must(err)
	done := make(chan struct{})
	must(pool.Submit(func() { close(done) }))
	<-done
	pool.Release()
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
