package main

func init() {
	twin("growing-map-of-ints", countVisitor, countFewVisitors)
}

var (
	visits      = map[int]int{}
	lastVisitor int
)

func countVisitor() {
	lastVisitor++
	visits[lastVisitor]++
}

func countFewVisitors() {
	lastVisitor = (lastVisitor + 1) % 128
	visits[lastVisitor]++
}
