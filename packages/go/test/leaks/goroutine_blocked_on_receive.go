package main

func init() {
	twin("goroutine-blocked-on-receive", waitForAnswer, waitForAnswerOrClose)
}

func waitForAnswer() {
	answers := make(chan string)
	go func() {
		<-answers
	}()
}

func waitForAnswerOrClose() {
	answers := make(chan string)
	go func() {
		<-answers
	}()
	close(answers)
}
