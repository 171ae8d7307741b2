package main

import (
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"strconv"

	EventBus "github.com/asaskevich/EventBus"
)

var bus = EventBus.New()

// Each page that is opened listens for changes; no page that is closed stops to.
func iterate() {
	shown := make([]byte, 256)
	must(bus.Subscribe("order:changed", func(id int) { shown[0] = byte(id) }))
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
