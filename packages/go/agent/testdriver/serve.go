// Package testdriver lets Plateau's runner run one test of a test binary again and again.
package testdriver

import (
	"context"
	"errors"
	"flag"
	"strconv"
	"strings"
	"testing"

	"plateau.test/agent"
)

// Serve registers the test as a scenario and blocks until the runner is done. The name may go on with
// sub-tests: TestEvict/full.
func Serve(name string, test func(*testing.T)) {
	driver := &driver{elements: strings.Split(strings.Replace(name, " ", "_", -1), "/"), test: test}
	if err := flag.Set("test.run", driver.pattern()); err != nil {
		panic(err)
	}
	// A goroutine that waits in the package testing is nobody's leak, to those who look for one.
	agent.Drive(name, driver.iterate)
}

type driver struct {
	elements []string
	test     func(*testing.T)

	running   bool
	skipped   bool
	reached   bool
	neighbour []string
}

// The pattern holds positions instead of names, for names may have characters that a pattern takes apart.
func (d *driver) pattern() string {
	positions := make([]string, len(d.elements))
	for at := range positions {
		positions[at] = strconv.Itoa(at)
	}
	return strings.Join(positions, "/")
}

// By RunTests rather than t.Run, whose table of names grows with every sub-test of a sub-test.
func (d *driver) iterate(context.Context) error {
	d.skipped, d.reached, d.neighbour = false, false, d.neighbour[:0]
	ok := testing.RunTests(d.matches, []testing.InternalTest{{Name: d.elements[0], F: d.run}})
	d.running = false
	switch {
	case !ok:
		return errors.New("the test did not pass")
	case !d.reached:
		return errors.New("there is no such sub-test; there is " + told(d.neighbour))
	case d.skipped:
		return errors.New("it was skipped, so there is nothing to measure")
	}
	return nil
}

func (d *driver) run(t *testing.T) {
	d.running = true
	d.reached = len(d.elements) == 1
	defer func() { d.skipped = t.Skipped() }()
	d.test(t)
}

func (d *driver) matches(position, name string) (bool, error) {
	at, err := strconv.Atoi(position)
	if err != nil || at >= len(d.elements) {
		return false, err
	}
	// The package testing tries patterns before it runs anything.
	if !d.running {
		return at == 0, nil
	}
	last := at == len(d.elements)-1
	if name == d.elements[at] {
		d.reached = d.reached || last
		return true, nil
	}
	if last {
		d.neighbour = append(d.neighbour, name)
	}
	return false, nil
}

func told(names []string) string {
	if len(names) == 0 {
		return "none at that level"
	}
	return strings.Join(names, ", ")
}
