package main

import "sync"

func init() {
	clean("bounded-sync-map", touchShard)
}

var (
	shards    sync.Map
	lastShard int
)

func touchShard() {
	lastShard++
	shards.Store(lastShard%64, lastShard)
}
