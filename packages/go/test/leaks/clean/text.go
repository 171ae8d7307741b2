package main

import (
	"bytes"
	"compress/gzip"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"html/template"
	"io"
	"log/slog"
	"regexp"
	"strings"
)

type order struct {
	ID    int               `json:"id"`
	Lines []string          `json:"lines"`
	Notes map[string]string `json:"notes"`
}

func encodeOrder() {
	text, err := json.Marshal(order{ID: 1, Lines: []string{"a", "b"}, Notes: map[string]string{"to": "me"}})
	must(err)
	var decoded order
	must(json.Unmarshal(text, &decoded))
}

func decodeAnything() {
	var anything interface{}
	must(json.Unmarshal([]byte(`{"a":[1,2,{"b":null}],"c":"text"}`), &anything))
}

var page = template.Must(template.New("page").Parse(`<ul>{{range .}}<li>{{.}}</li>{{end}}</ul>`))

func renderPage() {
	must(page.Execute(io.Discard, []string{"one", "two", "<three>"}))
}

var text = []byte(strings.Repeat("a line of text that is compressed\n", 200))

func compress() {
	var compressed bytes.Buffer
	writer := gzip.NewWriter(&compressed)
	_, err := writer.Write(text)
	must(err)
	must(writer.Close())
	reader, err := gzip.NewReader(&compressed)
	must(err)
	_, err = io.Copy(io.Discard, reader)
	must(err)
}

var date = regexp.MustCompile(`(\d{4})-(\d{2})-(\d{2})`)

func findDates() {
	date.FindAllStringSubmatch("from 2024-01-02 to 2025-03-04", -1)
	regexp.MustCompile(`^[a-z]+\[(\d+)\]$`).MatchString("adam[23]")
}

var logger = slog.New(slog.NewJSONHandler(io.Discard, nil))

func logRequest() {
	logger.With("request", 17).Info("answered", slog.Group("http", "status", 200, "path", "/orders"))
}

func readTable() {
	_, err := csv.NewReader(strings.NewReader("a,b,c\n1,2,3\n4,5,6\n")).ReadAll()
	must(err)
}

func sign() {
	mac := hmac.New(sha256.New, []byte("key"))
	mac.Write(text)
	mac.Sum(nil)
}
