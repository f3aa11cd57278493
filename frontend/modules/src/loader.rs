//! Adapts the loader that wasm-split generates to what `app/src/lazy.rs` does when a part cannot be fetched.

/// Where wasm-split complains of a part that could not be fetched. The program is told of it as well and opens the page anew.
const COMPLAINT: &str = "console.error(e);";
/// Where a part is fetched. It may fail before anybody waits for it, which browsers report as an unhandled rejection.
const FETCH: &str = "const src = fetch(";
const HANDLED: &str = "src.catch(() => {});";

/// The loader without complaints about parts that cannot be fetched.
///
/// # Errors
/// A sentence, when the loader does not look as this release of wasm-split writes it: then look at it and at `app/src/lazy.rs`
/// before anything is changed here.
pub(crate) fn adapted(loader: &str) -> Result<String, String> {
    if loader.matches(COMPLAINT).count() != 1 {
        return Err(format!("wasm-split's loader no longer has one {COMPLAINT:?}"));
    }
    let parts = loader.matches(".wasm\"").count();
    let fetches =
        loader.lines().filter(|line| line.trim_start().starts_with(FETCH) && line.trim_end().ends_with(";")).count();
    if fetches == 0 || fetches != parts {
        return Err(format!("wasm-split's loader names {parts} parts and fetches {fetches} by {FETCH:?}"));
    }
    let lines = loader.lines().map(|line| match line.trim_start().starts_with(FETCH) {
        true => format!("{line}\n{HANDLED}\n"),
        false => format!("{}\n", line.replace(COMPLAINT, "")),
    });
    Ok(lines.collect())
}

#[cfg(test)]
mod tests {
    use super::adapted;

    const LOADER: &str = "try { await callee(); } catch (e) {\n    console.error(e);\n}\n\
        export const a = makeLoad(() => {\n    const src = fetch(new URL(\"./split_a.wasm\", import.meta.url));\n    return src;\n}, []);\n";

    #[test]
    fn a_failed_fetch_is_handled_and_not_complained_of() {
        let adapted = adapted(LOADER).expect("it looks as expected");
        assert!(!adapted.contains("console.error"));
        assert!(adapted.contains("import.meta.url));\nsrc.catch(() => {});\n"), "{adapted}");
    }

    #[test]
    fn a_loader_of_another_shape_is_refused() {
        assert!(adapted(&LOADER.replace("console.error(e)", "console.warn(e)")).is_err());
        assert!(adapted(&LOADER.replace("const src", "let src")).is_err());
        assert!(adapted(&LOADER.replace("split_a.wasm\"", "split_a.wasm\" + \"./split_b.wasm\"")).is_err());
    }
}
