// Command leaks holds one leak of each kind beside its repaired twin, as scenarios that a runner picks.
package main

import (
	"context"
	"os"

	"plateau.test/agent"
)

func main() {
	// Scenarios are run in the process, and get no port.
	if port := os.Getenv("PORT"); port != "" && port != "0" {
		serve(port)
	}
	agent.Wait()
}

func twin(name string, leaky, repaired func()) {
	register(name+"/leaky", leaky)
	register(name+"/repaired", repaired)
}

// What looks like a leak and is none.
func clean(name string, iterate func()) {
	register(name+"/clean", iterate)
}

func register(name string, iterate func()) {
	agent.Scenario(name, func(context.Context) error {
		iterate()
		return nil
	})
	answerAt(name, iterate)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
