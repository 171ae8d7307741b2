#!/bin/sh
# Which commit brought the leak? sh bisect.sh v1.4.0 test/cache.test.js, in a work tree without changes.
# A commit whose suite fails, or that cannot be judged, is skipped.
set -e
good=$1
tests=$2
prepare=${3:-npm ci}
git bisect start HEAD "$good"
git bisect run npx plateau bisect loop vitest --limit "${LIMIT:-20s}" "$tests" -- $prepare
git bisect log | tail -n 1
git bisect reset
