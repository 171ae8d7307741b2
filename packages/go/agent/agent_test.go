package agent

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

type slot struct{ next *slot }

var (
	kept  [1 << 10]*slot
	count int
)

// The tests start this binary again as the program that the agent is in.
func TestMain(m *testing.M) {
	if os.Getenv("AGENT_TEST_PROGRAM") == "" {
		os.Exit(m.Run())
	}
	if os.Getenv(addressVariable) != "" {
		panic("children would connect to the same runner")
	}
	Scenario("keeps", func(context.Context) error {
		kept[count%len(kept)] = new(slot)
		count++
		return nil
	})
	Scenario("clean", func(context.Context) error { _ = make([]byte, 100); return nil })
	Scenario("starts", func(context.Context) error { go func() { select {} }(); return nil })
	Scenario("fails", func(context.Context) error { return errors.New("the \"cause\"\n\x01\xff é") })
	Scenario("panics", func(context.Context) error { panic("in vain") })
	Scenario("goexits", func(context.Context) error { runtime.Goexit(); return nil })
	Scenario("hangs", func(context.Context) error { select {} })
	Wait()
	os.Exit(7)
}

type program struct {
	t      *testing.T
	socket net.Conn
	reader *bufio.Reader
	ended  chan int
}

type reply struct {
	Error       string
	Completed   uint64
	Scenarios   []string
	HeapBytes   uint64
	HeapObjects uint64
	Goroutines  uint64
	Go          string
	Procs       int
	Settings    struct{ Godebug string }
}

func start(t *testing.T) (*program, reply) {
	t.Helper()
	network, address := "unix", filepath.Join(t.TempDir(), "agent")
	if runtime.GOOS == "windows" {
		network, address = "tcp", "127.0.0.1:0"
	}
	listener, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), "AGENT_TEST_PROGRAM=1", "GOMAXPROCS=1", "GODEBUG=panicnil=0",
		addressVariable+"="+listener.Addr().String())
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan int, 1)
	go func() {
		_ = command.Wait()
		ended <- command.ProcessState.ExitCode()
	}()
	socket, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = socket.Close()
		_ = command.Process.Kill()
	})
	p := &program{t: t, socket: socket, reader: bufio.NewReader(socket), ended: ended}
	return p, p.receive()
}

func (p *program) ask(fields ...string) reply {
	p.t.Helper()
	if _, err := p.socket.Write([]byte(strings.Join(fields, "\t") + "\n")); err != nil {
		p.t.Fatal(err)
	}
	return p.receive()
}

func (p *program) receive() reply {
	p.t.Helper()
	line, err := p.reader.ReadBytes('\n')
	if err != nil {
		p.t.Fatal(err)
	}
	var answer reply
	if err := json.Unmarshal(line, &answer); err != nil {
		p.t.Fatalf("%v in %s", err, line)
	}
	return answer
}

// The first samples hold what the runtime makes once.
func (p *program) steps(scenario string) [][2]int64 {
	const warmUp, judged = 4, 30
	p.ask("prime")
	steps := make([][2]int64, 0, judged)
	var before reply
	for sample := 0; sample < warmUp+judged; sample++ {
		p.ask("run", scenario, "1")
		p.ask("settle")
		p.ask("collect")
		now := p.ask("collect")
		if sample >= warmUp {
			steps = append(steps, [2]int64{
				int64(now.HeapBytes) - int64(before.HeapBytes),
				int64(now.HeapObjects) - int64(before.HeapObjects),
			})
		}
		before = now
	}
	return steps
}

func TestSaysWhoItIs(t *testing.T) {
	_, hello := start(t)

	if hello.Go != runtime.Version() || hello.Procs != 1 || hello.Settings.Godebug != "panicnil=0" {
		t.Errorf("hello was %+v", hello)
	}
}

func TestSeesEveryObject(t *testing.T) {
	for scenario, expected := range map[string][2]int64{"keeps": {8, 1}, "clean": {0, 0}} {
		p, _ := start(t)
		for _, step := range p.steps(scenario) {
			if step != expected {
				t.Errorf("%s grew by %v, not by %v", scenario, step, expected)
			}
		}
	}
}

// Whether it is made or was left by one that had ended: see records.
func TestCountsTheRecordOfEachGoroutine(t *testing.T) {
	p, _ := start(t)
	p.ask("prime")
	p.ask("run", "starts", "5")
	p.ask("prime", "800")
	before := p.ask("collect")
	const legs, goroutines = 10, 100
	var last int64
	for leg := 0; leg < legs; leg++ {
		p.ask("run", "starts", strconv.Itoa(goroutines))
		p.ask("settle")
		p.ask("collect")
		now := p.ask("collect")
		objects := int64(now.HeapObjects-before.HeapObjects) - last
		last += objects
		if objects < goroutines || objects > goroutines+10 {
			t.Errorf("leg %d: %d goroutines were %d objects", leg, goroutines, objects)
		}
		if bytes := (now.HeapBytes - before.HeapBytes) / uint64(last); bytes < leastRecordBytes || bytes > 600 {
			t.Errorf("leg %d: a goroutine was %d bytes", leg, bytes)
		}
	}
}

func TestTellsFailuresAndGoesOn(t *testing.T) {
	p, _ := start(t)
	for _, expected := range []struct{ scenario, words string }{
		{"fails", "the \"cause\"\n\x01\uFFFD é"},
		{"panics", "panic: in vain\n"},
		{"goexits", "it ended its goroutine (runtime.Goexit)"},
		{"unknown", "no such scenario"},
	} {
		answer := p.ask("run", expected.scenario, "5")
		if !strings.HasPrefix(answer.Error, expected.words) || answer.Completed != 0 {
			t.Errorf("%s was answered by %+v", expected.scenario, answer)
		}
		if answer := p.ask("run", "clean", "5"); answer.Completed != 5 {
			t.Errorf("the next run was answered by %+v", answer)
		}
	}
	if answer := p.ask("nonsense"); answer.Error != `unknown command "nonsense"` {
		t.Errorf("nonsense was answered by %+v", answer)
	}
}

func TestListsScenariosInTheirOrder(t *testing.T) {
	p, _ := start(t)

	// They may be registered after the agent has connected.
	listed := p.ask("list").Scenarios
	for len(listed) < 7 {
		listed = p.ask("list").Scenarios
	}

	if got := strings.Join(listed, " "); got != "keeps clean starts fails panics goexits hangs" {
		t.Errorf("listed %s", got)
	}
}

func TestEndsWithItsRunner(t *testing.T) {
	for _, scenario := range []string{"clean", "hangs"} {
		p, _ := start(t)
		p.ask("list")
		if _, err := p.socket.Write([]byte("run\t" + scenario + "\t" + strconv.Itoa(1<<30) + "\n")); err != nil {
			t.Fatal(err)
		}
		_ = p.socket.Close()
		// Wait returned, and main went on to its own end.
		if code := <-p.ended; code != 7 {
			t.Errorf("while %s ran it ended with code %d", scenario, code)
		}
	}
}

func TestWaitReturnsAtOnceWithoutRunner(t *testing.T) {
	Wait()
}
