package main

func init() {
	twin("global-map", openSession, openAndCloseSession)
}

type session struct {
	user  string
	state [64]byte
}

var (
	sessions    = map[int]*session{}
	lastSession int
)

func openSession() {
	lastSession++
	sessions[lastSession] = &session{user: "someone"}
}

func openAndCloseSession() {
	openSession()
	delete(sessions, lastSession)
}
