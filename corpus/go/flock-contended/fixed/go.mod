module example.com/flock-contended

go 1.21

require github.com/gofrs/flock v0.8.1

require (
	golang.org/x/sys v0.15.0 // indirect
	gopkg.in/check.v1 v1.0.0-20201130134442-10cb98267c6c // indirect
)
