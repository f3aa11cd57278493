//! Linker flags: relocations are kept, because the module is split by them (`.make/site`).

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
}
