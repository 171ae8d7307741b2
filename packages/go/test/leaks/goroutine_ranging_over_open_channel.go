package main

func init() {
	twin("goroutine-ranging-over-open-channel", sumForEver, sumUntilClosed)
}

func sumForEver() {
	numbers := startSum()
	numbers <- 1
}

func sumUntilClosed() {
	numbers := startSum()
	numbers <- 1
	close(numbers)
}

func startSum() chan int {
	numbers := make(chan int)
	go func() {
		total := 0
		for number := range numbers {
			total += number
		}
	}()
	return numbers
}
