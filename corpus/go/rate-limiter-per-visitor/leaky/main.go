package main

import (
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"strconv"

	"golang.org/x/time/rate"
)

var (
	limiters = map[string]*rate.Limiter{}
	visitors int
)

// Every visitor has a limiter of their own, and nobody ever leaves.
func iterate() {
	visitors++
	limiterOf("10.0." + strconv.Itoa(visitors/256) + "." + strconv.Itoa(visitors%256)).Allow()
}

func limiterOf(address string) *rate.Limiter {
	limiter := limiters[address]
	if limiter == nil {
		limiter = rate.NewLimiter(1, 3)
		limiters[address] = limiter
	}
	return limiter
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
