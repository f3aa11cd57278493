# Everything there is to do here. Each line of `make help` is a comment of this file; the longer recipes are in .make/.

SHELL := bash
TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
# The project's own tools come first: what .make/install put into the cache, then the npm packages.
export PATH := $(CURDIR)/end2end/node_modules/.bin:$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/portico/tools/bin:$(PATH)

WASM := --target wasm32-unknown-unknown

.NOTPARALLEL:
.PHONY: help run build site test test-rust test-browser eval watch lint format bench bench-chat bench-web audit

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[1mmake %-13s\033[0m %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Serve the demo company at http://127.0.0.1:3000 (installs and builds what is missing; keeps existing data)
	@.make/run

build: site ## Build the program with its site inside: TARGET/release/portico
	@echo '▸ Compiling the server (the first time some minutes).'
	@PORTICO_SITE_DIR=$(TARGET)/site .make/steadily 'compiling the server' cargo build --release -p server

site: # What the browser loads
	@.make/install build
	@.make/site

test: build ## Run all tests: Rust, PostgreSQL variants, browser journeys (installs what is missing)
	@.make/install test
	@PORTICO_RELEASED=$(TARGET)/release/portico $(MAKE) --no-print-directory test-rust
	@$(MAKE) --no-print-directory test-browser

test-rust: ## Run only the Rust tests, on SQLite and PostgreSQL
	@.make/postgres with .make/rust-tests

test-browser: build ## Run only the browser journeys, against the release build
	@.make/journeys

eval: ## Measure how well the assistant understands questions
	@cargo test -q -p desk --test eval -- --nocapture

watch: ## Build on every change and reload the browser (cargo leptos watch)
	@.make/install watch
	@.make/watch

lint: ## Check format, clippy on both targets, dependencies and licences, types of the journeys
	@.make/install lint
	cargo fmt --all --check
	@.make/steadily 'clippy (server)' cargo clippy --workspace --exclude frontend --all-targets -- -D warnings
	@.make/steadily 'clippy (browser)' cargo clippy -p frontend -p app --features app/hydrate $(WASM) -- -D warnings
	cargo deny --log-level error check bans licenses sources
	cd end2end && tsc --noEmit && tsc --noEmit -p ../frontend/composer && tsc --noEmit -p ../frontend/writing && tsc --noEmit -p ../frontend/live && tsc --noEmit -p ../frontend/chat && tsc --noEmit -p ../frontend/passkeys

format: ## Format the Rust code
	cargo fmt --all

bench: build ## Measure the release beside a bare handler (ARGS="--size 10k,1m --postgres --only dashboard")
	@cargo run --release -p bench -- $(ARGS)

bench-chat: build ## 200 chats with 20 agents for two minutes: is anything lost, doubled or out of order? (ARGS="--chat-seconds 30")
	@cargo run --release -p bench -- --chats 200 $(ARGS)

bench-web: build ## Measure the dashboard in a browser: bytes, first load, clicks, memory
	@.make/bench-web

audit: ## Look for known vulnerabilities in dependencies (fetches the advisory list)
	@.make/install lint
	cargo deny check advisories
