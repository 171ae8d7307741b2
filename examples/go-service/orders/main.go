// An API of orders: GET /leaky/orders/7 and GET /fixed/orders/7.
package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/leaky/orders/", leakyOrder)
	http.HandleFunc("/fixed/orders/", fixedOrder)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
