package main

func init() {
	twin("pipeline-without-cancellation", firstSquare, firstSquareThenStop)
}

func firstSquare() {
	<-square(nil, generate(nil))
}

func firstSquareThenStop() {
	stop := make(chan struct{})
	defer close(stop)
	<-square(stop, generate(stop))
}

func generate(stop <-chan struct{}) <-chan int {
	numbers := make(chan int)
	go func() {
		for number := 0; ; number++ {
			select {
			case numbers <- number:
			case <-stop:
				return
			}
		}
	}()
	return numbers
}

func square(stop <-chan struct{}, numbers <-chan int) <-chan int {
	squares := make(chan int)
	go func() {
		for {
			select {
			case number := <-numbers:
				select {
				case squares <- number * number:
				case <-stop:
					return
				}
			case <-stop:
				return
			}
		}
	}()
	return squares
}
