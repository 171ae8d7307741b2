package main

import (
	"fmt"
	"net/http"
)

// The second supplier waits for ever for somebody who takes its answer.
func leakyOrder(w http.ResponseWriter, _ *http.Request) {
	answers := make(chan int)
	askSuppliers(answers)
	fmt.Fprintln(w, <-answers)
}
