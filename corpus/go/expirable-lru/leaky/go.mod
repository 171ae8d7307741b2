module example.com/expirable-lru

go 1.21

require github.com/hashicorp/golang-lru/v2 v2.0.7
