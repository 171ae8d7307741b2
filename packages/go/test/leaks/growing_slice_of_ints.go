package main

func init() {
	twin("growing-slice-of-ints", measure, measureLatest)
}

var latencies []int64

func measure() {
	latencies = append(latencies, 42)
}

func measureLatest() {
	if len(latencies) == 128 {
		latencies = latencies[:0]
	}
	latencies = append(latencies, 42)
}
