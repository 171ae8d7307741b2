package main

import "runtime"

func init() {
	twin("finalizer-cycle", linkBothWays, linkOneWay)
}

type node struct {
	peer    *node
	payload [128]byte
}

func linkBothWays() {
	first, second := &node{}, &node{}
	first.peer, second.peer = second, first
	runtime.SetFinalizer(first, (*node).release)
}

func linkOneWay() {
	first, second := &node{}, &node{}
	first.peer = second
	runtime.SetFinalizer(first, (*node).release)
}

func (n *node) release() {
	n.payload[0] = 0
}
