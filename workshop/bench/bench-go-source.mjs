// The Go program that bench:go builds of the leaks without the agent: its main, and a test for each tool beside us.

export const MAIN = `package main

var registered = map[string]func(){}

func main() {}

func twin(name string, leaky, repaired func()) {
	registered[name+"/leaky"] = leaky
	registered[name+"/repaired"] = repaired
}

func clean(name string, iterate func()) {
	registered[name+"/clean"] = iterate
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
`

export const TEST = `package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime/pprof"
	"testing"

	"go.uber.org/goleak"
)

func iterate() {
	registered[os.Getenv("SCENARIO")]()
}

func TestGoleak(t *testing.T) {
	iterate()
	// Servers and idle connections that the first iteration starts are no leak.
	before := goleak.IgnoreCurrent()
	for done := 0; done < 10; done++ {
		iterate()
	}
	goleak.VerifyNone(t, before)
}

func TestLeakProfile(t *testing.T) {
	for done := 0; done < 10; done++ {
		iterate()
	}
	var text bytes.Buffer
	// Some are only found by the second request.
	for asked := 0; asked < 2; asked++ {
		text.Reset()
		if err := pprof.Lookup("goroutineleak").WriteTo(&text, 1); err != nil {
			t.Fatal(err)
		}
	}
	var total int
	if _, err := fmt.Fscanf(&text, "goroutineleak profile: total %d", &total); err == nil && total > 0 {
		t.Errorf("%d goroutines are leaked", total)
	}
}

func TestIterations(t *testing.T) {
	iterate()
}
`
