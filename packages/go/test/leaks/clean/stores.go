package main

import (
	"bytes"
	"container/list"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
)

const mostPages = 700

type cachedPage struct {
	path string
	body []byte
}

var (
	pageLock sync.Mutex
	pages    = map[string]*list.Element{}
	recent   = list.New()
	lastPage int
)

// The least recently used page goes.
func rememberPage() {
	pageLock.Lock()
	defer pageLock.Unlock()
	lastPage++
	path := "/page/" + strconv.Itoa(lastPage)
	pages[path] = recent.PushFront(&cachedPage{path, make([]byte, 300+lastPage%50)})
	if recent.Len() > mostPages {
		delete(pages, recent.Remove(recent.Back()).(*cachedPage).path)
	}
}

var (
	sessionLock sync.Mutex
	sessions    = map[int][]byte{}
	lastSession int
)

func openAndCloseSession() {
	sessionLock.Lock()
	defer sessionLock.Unlock()
	lastSession++
	sessions[lastSession] = make([]byte, 100)
	delete(sessions, lastSession-100)
}

var shards sync.Map

func touchShard() {
	sessionLock.Lock()
	lastSession++
	shard := lastSession % 128
	sessionLock.Unlock()
	shards.Store(shard, new([64]byte))
	if shard%3 == 0 {
		shards.Delete(shard)
	}
}

var buffers = sync.Pool{New: func() interface{} { return new(bytes.Buffer) }}

func borrowBuffer() {
	buffer := buffers.Get().(*bytes.Buffer)
	buffer.Reset()
	buffer.Write(text)
	buffers.Put(buffer)
}

var (
	historyLock sync.Mutex
	history     []string
)

// Grows to a thousand lines, is then cut to the latest hundred.
func appendToHistory() {
	historyLock.Lock()
	defer historyLock.Unlock()
	history = append(history, strconv.Itoa(len(history)))
	if len(history) == 1000 {
		history = append([]string(nil), history[900:]...)
	}
}

func resizeImage() {
	pixels := make([]byte, 1<<20)
	half := make([]byte, len(pixels)/2)
	for at := range half {
		half[at] = pixels[2*at]
	}
}

func writeAndRead() {
	path := filepath.Join(os.TempDir(), "plateau-clean-"+strconv.Itoa(os.Getpid()))
	must(os.WriteFile(path, []byte("text"), 0o600))
	_, err := os.ReadFile(path)
	must(err)
	must(os.Remove(path))
}

type handle struct{ number int }

func makeAndDropHandle() {
	runtime.SetFinalizer(&handle{1}, func(dropped *handle) { dropped.number = 0 })
}
