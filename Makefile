# The targets that outside scripts lean on: demo, test, run, e2e, bench, check,
# package. The rest is for those.

# The build tags, in one place. On Linux x11 leaves Wayland's headers out.
ifeq ($(shell uname -s),Linux)
TAGS ?= x11
endif
TAGS ?=

# Tests need no display: with ci, Fyne paints in memory. CHECKED is every tag
# under which code of this project stands, so that the checks see all of it.
TEST_TAGS := ci
CHECKED   := ci,inspect,e2e,conformance

GO      ?= go
COMMIT  := $(shell git rev-parse --short=12 HEAD 2>/dev/null)
LDFLAGS := -X main.commit=$(COMMIT)
BUILD   := $(GO) build -buildvcs=false -trimpath -ldflags '$(LDFLAGS)'
BENCH   ?= .
FUZZ     ?= ^Fuzz
FUZZTIME ?= 5s
# Style rules that staticcheck leaves off by default: receiver names, and
# comments that begin with the name they explain.
CHECKS  := inherit,ST1016,ST1020,ST1021,ST1022

.DEFAULT_GOAL := build
.PHONY: build demo test run e2e measure conformance bench soak fuzz check fmt package clean packages-cc packages-build packages-display packages-e2e packages-clients FORCE

build: build/voronka

build/voronka: FORCE | packages-build
	@mkdir -p build
	$(BUILD) -tags '$(TAGS)' -o $@ .

# A build that tests can look into; never released.
build/voronka-inspect: FORCE | packages-build
	@mkdir -p build
	$(BUILD) -tags '$(TAGS),inspect' -o $@ .

# Opens the demo account. Without a display it takes a picture of it instead.
ifeq ($(shell uname -s)$(DISPLAY)$(WAYLAND_DISPLAY),Linux)
demo: packages-display build/voronka-inspect
	@echo "There is no display: starting a virtual one to take a picture of the board."
	$(GO) run -buildvcs=false ./ui/e2e/picture -program build/voronka-inspect -out build/demo.png
else
demo: build/voronka
	build/voronka demo
endif

run: build/voronka
	build/voronka

# The first line also holds the import directions and the translations, which
# are tests like the others.
test: packages-cc
	$(GO) test -race -timeout 30m -tags '$(TEST_TAGS)' ./...
	$(GO) test -race -tags '$(TEST_TAGS),inspect' ./ui/inspect/

e2e: packages-e2e
	VORONKA_E2E_TAGS='$(TAGS),inspect' $(GO) test -count=1 -timeout 15m -tags e2e -v ./ui/e2e/

# What the window costs with 10,000 and 100,000 leads; LEADS=1000 narrows it.
LEADS ?= 10000,100000
measure: packages-e2e build/voronka-inspect
	$(GO) build -buildvcs=false -tags '$(TAGS),inspect' -o build/empty ./ui/e2e/measure/testdata/empty
	$(GO) run -buildvcs=false ./ui/e2e/measure -program build/voronka-inspect -empty build/empty -leads '$(LEADS)'

# Public clients from the npm registry, unchanged, against the sandbox.
conformance: packages-clients
	$(GO) test -count=1 -tags conformance -v ./amo/sandbox/conformance/

# BENCH=Board make bench narrows it.
bench: packages-cc
	@mkdir -p build
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -timeout 30m -tags '$(TEST_TAGS)' ./... > build/bench.txt || { cat build/bench.txt; exit 1; }
	@awk -f .ci/bench.awk build/bench.txt

# The random tests in their long form: 2,000 kills, 10,000 creates, more seeds,
# a minute of two processes on one account's tokens, an hour of a person's work.
soak: packages-cc
	$(GO) test -count=1 -timeout 3h -tags '$(TEST_TAGS)' ./cache/promise -soak
	$(GO) test -count=1 -timeout 10m -tags '$(TEST_TAGS)' ./ui/account -run Hammer -hammer 1m
	$(GO) test -count=1 -timeout 1h -tags '$(TEST_TAGS)' -v ./ui -run HourOfWork -acts 10000

# Every fuzz target for FUZZTIME. FUZZ=Refusal make fuzz FUZZTIME=2m narrows it.
fuzz: packages-cc
	@.ci/fuzz '$(FUZZTIME)' '$(TEST_TAGS)' '$(FUZZ)'

check: packages-cc
	@files=$$($(GO) tool gofumpt -l .) && if [ -n "$$files" ]; then echo "not formatted (make fmt does it):"; echo "$$files"; exit 1; fi
	$(GO) vet -tags '$(TEST_TAGS)' ./...
	$(GO) vet -tags '$(CHECKED)' ./...
	$(GO) tool staticcheck -checks '$(CHECKS)' -tags '$(TEST_TAGS)' ./...
	$(GO) tool staticcheck -checks '$(CHECKS)' -tags '$(CHECKED)' ./ui/inspect/ ./ui/e2e/... ./amo/sandbox/conformance/
	$(MAKE) --no-print-directory test

fmt:
	$(GO) tool gofumpt -w .

package:
	@echo "make package is not there yet: release artefacts come with later work." >&2
	@exit 1

clean:
	rm -rf build

packages-cc:
	@.ci/packages cc
packages-build:
	@.ci/packages build
packages-display: packages-build
	@.ci/packages display
packages-clients:
	@.ci/packages clients
packages-e2e: packages-build
	@.ci/packages e2e
