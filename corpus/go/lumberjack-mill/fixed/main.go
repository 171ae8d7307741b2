package main

import (
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"path/filepath"
	"strconv"

	"gopkg.in/natefinch/lumberjack.v2"
)

var log = &lumberjack.Logger{
	Filename: filepath.Join(os.TempDir(), "plateau-lumberjack-"+strconv.Itoa(os.Getpid())+".log"),
	MaxSize:  1,
}

// One logger for the life of the program: its goroutine is started once.
func iterate() {
	_, err := log.Write([]byte("a line\n"))
	must(err)
	must(log.Close())
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
