package main

import "strconv"

func init() {
	twin("cache-without-ttl", lookUpForEver.next, lookUpForAWhile.next)
}

type entry struct {
	page      []byte
	expiresAt int
}

// Its clock ticks with each look-up, so that it fills to the same size on any machine.
type cache struct {
	ttl     int
	now     int
	entries map[string]entry
}

var (
	lookUpForEver   = &cache{entries: map[string]entry{}}
	lookUpForAWhile = &cache{ttl: 50, entries: map[string]entry{}}
)

func (c *cache) next() {
	c.now++
	c.entries["/page/"+strconv.Itoa(c.now)] = entry{page: make([]byte, 512), expiresAt: c.now + c.ttl}
	if c.ttl == 0 {
		return
	}
	for key, kept := range c.entries {
		if kept.expiresAt <= c.now {
			delete(c.entries, key)
		}
	}
}
