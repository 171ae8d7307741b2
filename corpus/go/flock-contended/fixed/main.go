package main

import (
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"path/filepath"
	"strconv"

	"github.com/gofrs/flock"
)

var path = filepath.Join(os.TempDir(), "plateau-flock-"+strconv.Itoa(os.Getpid())+".lock")

// Kept, for the garbage collector closes the file of a lock that nobody has.
var holder = flock.New(path)

func init() {
	locked, err := holder.TryLock()
	must(err)
	if !locked {
		panic(path + " is locked by somebody else")
	}
}

func iterate() {
	lock := flock.New(path)
	locked, err := lock.TryLock()
	must(err)
	if locked {
		panic("the lock was had twice")
	}
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
