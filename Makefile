# Everything there is to do here. Each line of `make help` is a comment of this file; the longer recipes are in .make/.

SHELL := bash
TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
# The project's own tools come first: what .make/install put into the cache, then the npm packages.
export PATH := $(CURDIR)/end2end/node_modules/.bin:$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/portico/tools/bin:$(PATH)

.NOTPARALLEL:
.PHONY: help run build dist check test test-rust drill test-browser eval watch lint format bench bench-chat bench-web bench-watch shots audit

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[1mmake %-13s\033[0m %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Serve the demo company at http://127.0.0.1:3000 (installs and builds what is missing; keeps existing data)
	@.make/run

build: ## Build the program with its site inside, optimised: TARGET/run/portico
	@.make/build quick

dist: ## Build the release, fully optimised: TARGET/release/portico
	@.make/build release

check: ## Run before every commit: format, clippy, the fast tests on SQLite (uses the tools and TARGET of make test)
	@.make/check

test: ## Run all tests: Rust, PostgreSQL variants, browser journeys (installs what is missing)
	@.make/test

test-rust: ## Run only the Rust tests, on SQLite and PostgreSQL
	@.make/install test
	@.make/build tests
	@.make/postgres with .make/rust-tests

drill: ## Inject every fault into every statement of every write, on SQLite and PostgreSQL, and check that nothing acknowledged is lost
	@.make/install test
	@.make/postgres with env PORTICO_DRILL=all .make/rust-tests --success-output final drill::

test-browser: ## Run only the browser journeys, on the test build
	@.make/install test
	@.make/build tests
	@.make/journeys

eval: ## Measure how well the assistant understands questions
	@cargo test -q --locked --profile quick --config .cargo/tests.toml -p desk --test eval -- --nocapture

watch: ## Build on every change and reload the browser (cargo leptos watch)
	@.make/install watch
	@.make/watch

lint: ## Check format, clippy on both targets, dependencies and licences, types of the scripts
	@.make/lint

format: ## Format the Rust code
	cargo fmt --all

bench: dist ## Measure the release against a bare handler (ARGS="--size 10k,1m --postgres --only dashboard")
	@cargo run --locked --release -p bench -- $(ARGS)

bench-chat: dist ## Run 200 chats with 20 agents for two minutes and check that nothing is lost, duplicated or out of order (ARGS="--chat-seconds 30")
	@cargo run --locked --release -p bench -- --chats 200 $(ARGS)

bench-web: dist ## Measure the dashboard in a browser: bytes, first load, clicks, memory
	@.make/bench-web

bench-watch: ## Measure make watch: minutes to the page, seconds from an edit to the browser
	@.make/bench-watch

shots: build ## Take screenshots of every page state, light and dark, wide and narrow: TARGET/shots (ARGS="-g ticket")
	@.make/install test
	@SHOTS=$(TARGET)/shots PORTICO_BIN=$(TARGET)/run/portico .make/journeys -c shots/playwright.config.ts $(ARGS)

audit: ## Look for known vulnerabilities in dependencies (fetches the advisory list)
	@.make/install lint
	cargo deny check advisories
