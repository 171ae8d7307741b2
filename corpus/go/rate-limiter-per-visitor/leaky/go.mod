module example.com/rate-limiter-per-visitor

go 1.21

require golang.org/x/time v0.5.0
