package main

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
)

var service = sync.OnceValue(func() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(answer))
})

var secureService = sync.OnceValue(func() *httptest.Server {
	return httptest.NewTLSServer(http.HandlerFunc(answer))
})

var proxy = sync.OnceValue(func() *httptest.Server {
	to, err := url.Parse(service().URL)
	must(err)
	return httptest.NewServer(httputil.NewSingleHostReverseProxy(to))
})

func answer(to http.ResponseWriter, _ *http.Request) {
	_, _ = to.Write(text)
}

func askService() {
	ask(service().Client(), service().URL)
}

func askSecurely() {
	ask(secureService().Client(), secureService().URL)
}

func askThroughProxy() {
	ask(proxy().Client(), proxy().URL)
}

var connectingAnew = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

func askServiceAnew() {
	ask(connectingAnew, service().URL)
}

func ask(client *http.Client, address string) {
	response, err := client.Get(address)
	must(err)
	_, err = io.Copy(io.Discard, response.Body)
	must(err)
	must(response.Body.Close())
}

var echo = sync.OnceValue(func() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	go func() {
		for {
			connection, err := listener.Accept()
			must(err)
			go func() {
				defer connection.Close()
				_, _ = io.Copy(connection, connection)
			}()
		}
	}()
	return listener
})

// As web sockets are: they stay open, and talk now and then.
var chatters = sync.OnceValue(func() []*bufio.ReadWriter {
	var open []*bufio.ReadWriter
	for len(open) < 8 {
		connection := dial()
		open = append(open, bufio.NewReadWriter(bufio.NewReader(connection), bufio.NewWriter(connection)))
	}
	return open
})

func chat() {
	for _, chatter := range chatters() {
		talk(chatter)
	}
}

func dialAndClose() {
	connection := dial()
	talk(bufio.NewReadWriter(bufio.NewReader(connection), bufio.NewWriter(connection)))
	must(connection.Close())
}

func dial() net.Conn {
	connection, err := net.Dial("tcp", echo().Addr().String())
	must(err)
	return connection
}

func talk(chatter *bufio.ReadWriter) {
	_, err := chatter.WriteString("hello\n")
	must(err)
	must(chatter.Flush())
	_, err = chatter.ReadString('\n')
	must(err)
}
