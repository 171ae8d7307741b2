package main

// Forty at a time, so seldom that no two legs gain alike.
func init() {
	requests := 0
	next := 7
	register("goroutines-in-bursts/leaky", func() {
		if requests++; requests < next {
			return
		}
		next += 3 + (next*next)%89
		for sender := 0; sender < 40; sender++ {
			go func() { make(chan int) <- sender }()
		}
	})
}
