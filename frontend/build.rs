//! The linker notes what stands where and who needs it: the module is taken apart by that (`.make/site`).

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
}
