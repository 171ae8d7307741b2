package agent

import "net"

type connection struct{ net.Conn }

func connect(address string) (connection, error) {
	conn, err := net.Dial("tcp", address)
	return connection{conn}, err
}

func (c connection) read(buffer []byte) (int, error) { return c.Read(buffer) }

func (c connection) write(out []byte) error {
	_, err := c.Write(out)
	return err
}
