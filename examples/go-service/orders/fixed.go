package main

import (
	"fmt"
	"net/http"
)

// There is room for every answer, taken or not.
func fixedOrder(w http.ResponseWriter, _ *http.Request) {
	answers := make(chan int, 2)
	askSuppliers(answers)
	fmt.Fprintln(w, <-answers)
}
