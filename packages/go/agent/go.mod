module plateau.test/agent

go 1.21
