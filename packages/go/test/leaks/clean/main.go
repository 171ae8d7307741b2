// Command clean serves work that leaves nothing behind, each kind as a scenario and as a path.
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"

	"plateau.test/agent"
)

// By name, one iteration each. What an iteration needs is made by the first.
var kinds = map[string]func(){
	"json":                 encodeOrder,
	"templates":            renderPage,
	"gzip":                 compress,
	"regexp":               findDates,
	"slog":                 logRequest,
	"csv":                  readTable,
	"hashes":               sign,
	"large-allocations":    resizeImage,
	"keep-alive":           askService,
	"new-connections":      askServiceAnew,
	"tls":                  askSecurely,
	"reverse-proxy":        askThroughProxy,
	"long-connections":     chat,
	"passing-connections":  dialAndClose,
	"sql":                  queryUser,
	"worker-pool":          submitJob,
	"goroutine-burst":      fanOut,
	"pipeline":             squareAll,
	"timers":               startAndStopTimers,
	"deadlines":            workWithDeadline,
	"cache-at-its-limit":   rememberPage,
	"session-map":          openAndCloseSession,
	"bounded-sync-map":     touchShard,
	"warm-pool":            borrowBuffer,
	"history":              appendToHistory,
	"files":                writeAndRead,
	"finalizers":           makeAndDropHandle,
	"context-values":       passValues,
	"reflection-and-types": decodeAnything,
}

func main() {
	for name, iterate := range kinds {
		iterate := iterate
		agent.Scenario(name, func(context.Context) error {
			iterate()
			return nil
		})
		http.HandleFunc("/"+name, func(answer http.ResponseWriter, _ *http.Request) {
			iterate()
			fmt.Fprintln(answer, "done")
		})
	}
	port := os.Getenv("PORT")
	// Scenarios are run in the process, and get no port.
	if port == "" || port == "0" {
		agent.Wait()
		return
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	must(err)
	panic(http.Serve(listener, nil))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
