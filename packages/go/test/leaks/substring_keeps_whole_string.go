package main

import "strings"

func init() {
	twin("substring-keeps-whole-string", keepTitle, keepTitleOnly)
}

const manyDocuments = 1 << 17

var (
	titles       [manyDocuments]string
	copiedTitles [manyDocuments][16]byte
	document     int
)

func keepTitle() {
	titles[nextDocument()] = readDocument()[:16]
}

func keepTitleOnly() {
	copy(copiedTitles[nextDocument()][:], readDocument())
}

func readDocument() string {
	return strings.Repeat("a document of some length ", 160)
}

func nextDocument() int {
	document++
	return document % manyDocuments
}
