//go:build unix && !aix

package agent

import "syscall"

// Raw system calls, so that a program without package net stays without it.
type connection int

func connect(path string) (connection, error) {
	// No child may be started between the two calls: it would inherit the socket.
	syscall.ForkLock.RLock()
	descriptor, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err == nil {
		syscall.CloseOnExec(descriptor)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return 0, err
	}
	for {
		err = syscall.Connect(descriptor, &syscall.SockaddrUnix{Name: path})
		if err != syscall.EINTR {
			break
		}
	}
	if err != nil && err != syscall.EISCONN {
		_ = syscall.Close(descriptor)
		return 0, err
	}
	return connection(descriptor), nil
}

func (c connection) read(buffer []byte) (int, error) {
	for {
		count, err := syscall.Read(int(c), buffer)
		if err != syscall.EINTR {
			return count, err
		}
	}
}

// isGone looks without taking anything: whoever reads does so later.
func (c connection) isGone() bool {
	var next [1]byte
	count, _, err := syscall.Recvfrom(int(c), next[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
	return count == 0 && err == nil || err == syscall.ECONNRESET
}

func (c connection) write(out []byte) error {
	for len(out) > 0 {
		count, err := syscall.Write(int(c), out)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		out = out[count:]
	}
	return nil
}
