//! HTML document around every page.

use crate::App;
use crate::session::Session;
use crate::words::words;
use leptos::WasmSplitManifest;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use std::sync::Arc;

/// Where the site's files are, as the server embeds them, and what every page says of them.
#[derive(Clone, Debug)]
pub struct Site {
    /// Without a trailing slash: `/pkg/0123abcd`.
    base: Arc<str>,
    /// A page of a module of its own says so in its head, and the browser fetches both at once.
    parts: WasmSplitManifest,
    /// The scripts that open what is loaded on demand; those of whoever is signed in come first.
    doors: [Arc<str>; 2],
    /// `make watch` is running: the page reloads itself.
    reload: Option<LeptosOptions>,
}

impl Site {
    /// `parts` are the pages that the browser loads apart, each with the files it needs.
    #[must_use]
    pub fn new(base: &str, parts: &[(&str, &[&str])], reload: Option<LeptosOptions>) -> Self {
        let files = |names: &[&str]| names.iter().map(|name| name.trim_end_matches(".wasm").to_owned()).collect();
        let map = parts.iter().map(|(page, names)| ((*page).to_owned(), files(names))).collect();
        let door = |scripts: &[&str]| scripts.join("\n").replace("{base}", base).into();
        Self {
            base: base.into(),
            parts: WasmSplitManifest(ArcStoredValue::new((base.to_owned(), map, "portico.js".to_owned()))),
            doors: [
                door(&[include_str!("writing.js"), include_str!("assistant/door.js")]),
                door(&[
                    include_str!("still.js"),
                    include_str!("ui/composer/door.js"),
                    include_str!("people/passkeys.js"),
                ]),
            ],
            reload,
        }
    }
}

pub fn shell(site: Site) -> impl IntoView {
    let script = start(&site);
    let Site { base, parts, reload, .. } = site;
    provide_context(parts);
    #[cfg(feature = "ssr")]
    crate::server_context::protect(reload.as_ref().map(|options| options.reload_port));
    let words = words();
    // As the script on the page would choose it: one icon is fetched, not two.
    let icon = if with_context::<Session, _>(|session| session.counts.unread).unwrap_or_default() > 0 {
        "favicon-new.svg"
    } else {
        "favicon.svg"
    };
    view! {
        <!DOCTYPE html>
        <html lang=words.lang>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href=format!("{base}/{icon}") type="image/svg+xml" />
                <link rel="stylesheet" href=format!("{base}/portico.css") />
                <link rel="modulepreload" href=format!("{base}/portico.js") />
                <link rel="preload" href=format!("{base}/portico_bg.wasm") r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
                {reload.map(|options| view! { <AutoReload options /> })}
                <MetaTags />
            </head>
            <body>
                <App />
                <script type="module" nonce=use_nonce() inner_html=script></script>
            </body>
        </html>
    }
}

/// Starts the browser's part. A form that came back stands at its own address by then, not at the one it was sent to. Where the
/// browser module cannot start, the root says so (`data-still`); it does so itself when it stops (`frontend/src/lib.rs`).
fn start(Site { base, doors: [own, all], .. }: &Site) -> String {
    let session = use_context::<Session>().unwrap_or_default();
    let place = session.form_state.map_or_else(String::new, |form_state| {
        format!("history.replaceState(null,'',{});", script_text(&form_state.page))
    });
    // Whoever is signed in also hears what others do meanwhile, and loses nothing that they write.
    let (who, listen, own) = session.me.map_or_else(Default::default, |me| {
        let (who, cursor) = (script_text(&me.login), script_text(&session.cursor));
        let listen = format!("import('{base}/live.js').then(live=>live.listen(who,{cursor}))");
        (format!("const who={who};"), listen, own.as_ref())
    });
    format!(
        "{who}{place}import('{base}/portico.js').then(it=>it.default({{module_or_path:'{base}/portico_bg.wasm'}}).then(()=>it.hydrate()))\
         .then(()=>{{{listen}}},()=>document.documentElement.toggleAttribute('data-still',true));\n{own}\n{all}"
    )
}

/// A text inside a script.
fn script_text(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default().replace('<', "\\u003c")
}
