package agent

import (
	"net"
	"sync"
	"time"
)

type connection struct{ *stream }

type stream struct {
	net.Conn
	reading sync.Mutex
	// What was read too early, by who only looked.
	early []byte
}

func connect(address string) (connection, error) {
	conn, err := net.Dial("tcp", address)
	return connection{&stream{Conn: conn, early: make([]byte, 0, 1)}}, err
}

func (c connection) read(buffer []byte) (int, error) {
	c.reading.Lock()
	defer c.reading.Unlock()
	if len(c.early) > 0 {
		count := copy(buffer, c.early)
		c.early = c.early[:0]
		return count, nil
	}
	return c.Read(buffer)
}

// isGone leaves it to the reader, where there is one.
func (c connection) isGone() bool {
	if !c.reading.TryLock() {
		return false
	}
	defer c.reading.Unlock()
	if len(c.early) > 0 {
		return false
	}
	_ = c.SetReadDeadline(time.Now().Add(time.Millisecond))
	count, err := c.Read(c.early[:1])
	_ = c.SetReadDeadline(time.Time{})
	c.early = c.early[:count]
	timeout, isTimeout := err.(net.Error)
	return err != nil && !(isTimeout && timeout.Timeout())
}

func (c connection) write(out []byte) error {
	_, err := c.Write(out)
	return err
}
