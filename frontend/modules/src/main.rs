//! Build tool: splits the compiled browser code into one WebAssembly file per group of pages and binds it to JavaScript.
//!
//! `modules INPUT.wasm OUTPUT_FOLDER` writes `portico_bg.wasm` and `portico.js` (what every page loads), a `split_PAGES.wasm`
//! for each name in `page!(… in NAME, …)`, a `chunk_N.wasm` for what several of them share, `__wasm_split.js`, which fetches
//! these two kinds, and `modules.txt`: a line for each name, then the files that its pages need.
//!
//! It does what `wasm-split-cli` and `wasm-bindgen` do, through their libraries: both commands together take four times as long
//! to compile, and their releases would have to be held to those of the libraries by hand.

mod loader;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};
use wasm_bindgen_cli_support::Bindgen;

/// As the main module imports it.
const LOADER: &str = "./__wasm_split.js";

fn main() -> Result<(), Box<dyn Error>> {
    let [input, output] = env::args_os()
        .skip(1)
        .map(PathBuf::from)
        .collect::<Vec<_>>()
        .try_into()
        .map_err(|_| "usage: modules INPUT.wasm OUTPUT_FOLDER")?;
    fs::create_dir_all(&output)?;
    let main = output.join("main.wasm");
    let modules = split(&fs::read(input)?, &main, &output)?;
    fs::write(output.join("modules.txt"), modules)?;
    bind(&main, &output)?;
    fs::remove_file(main)?;
    // Binding empties no folder, so the loader is still there.
    let loader = output.join(LOADER);
    fs::write(&loader, loader::adapted(&fs::read_to_string(&loader)?)?)?;
    Ok(())
}

/// Takes apart what rustc compiled; gives the lines of `modules.txt`.
fn split(wasm: &[u8], main: &Path, output: &Path) -> Result<String, Box<dyn Error>> {
    let mut options = wasm_split_cli_support::Options::new(wasm);
    options.output_dir = output;
    options.main_out_path = main;
    options.main_module = "./portico.js";
    options.link_name = LOADER;
    options.target.web();
    let split = wasm_split_cli_support::transform(options).map_err(|error| error.to_string())?;
    let mut pages: Vec<_> = split.prefetch_map.into_iter().collect();
    pages.sort();
    Ok(pages
        .iter()
        .map(|(page, files)| {
            format!("{page} {}\n", files.iter().map(|file| format!("{file}.wasm")).collect::<Vec<_>>().join(" "))
        })
        .collect())
}

/// Writes `portico_bg.wasm` and `portico.js`. The parts reach the main module by what the linker exports, so that stays.
fn bind(main: &Path, output: &Path) -> Result<(), Box<dyn Error>> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(main).out_name("portico").typescript(false).demangle(false).keep_lld_exports(true);
    bindgen.remove_producers_section(true).web(true)?;
    Ok(bindgen.generate(output)?)
}
