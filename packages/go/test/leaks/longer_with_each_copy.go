package main

import "strings"

func init() {
	twin("longer-with-each-copy", logWithTrace, logWithOwnTrace)
}

// As loggers keep the fields that each line begins with.
type logger struct{ fields []byte }

func (l logger) with(field string) logger {
	longer := make([]byte, 0, len(l.fields)+len(field))
	longer = append(longer, l.fields...)
	return logger{fields: append(longer, field...)}
}

var (
	shared = logger{}.with("service=checkout ")
	fields = strings.Repeat("facet=colour ", 50)
	latest logger
)

func logWithTrace() {
	shared = shared.with(fields)
}

func logWithOwnTrace() {
	latest = shared.with(fields)
}
