package main

func init() {
	twin("subslice-keeps-whole-array", keepHeader, keepHeaderOnly)
}

const manyPackets = 1 << 17

var (
	headers       [manyPackets][]byte
	copiedHeaders [manyPackets][16]byte
	packet        int
)

func keepHeader() {
	headers[nextPacket()] = readPacket()[:16]
}

func keepHeaderOnly() {
	copy(copiedHeaders[nextPacket()][:], readPacket())
}

//go:noinline
func readPacket() []byte {
	return make([]byte, 4096)
}

func nextPacket() int {
	packet++
	return packet % manyPackets
}
