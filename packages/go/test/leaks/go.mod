module example.com/leaks

// Below go 1.23 a ticker that nobody stops is never collected, and neither is a timer before it fires.
go 1.21

require plateau.test/agent v0.0.0

replace plateau.test/agent => ../../agent
