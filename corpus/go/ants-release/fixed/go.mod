module example.com/ants-release

go 1.21

require github.com/panjf2000/ants/v2 v2.10.0

require golang.org/x/sync v0.3.0 // indirect
