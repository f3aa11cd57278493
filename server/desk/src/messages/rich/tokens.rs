//! The HTML tokeniser, by the rules of browsers.

use super::build::Builder;
use super::tree::Rich;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use std::cell::RefCell;

impl Rich {
    /// Reads whatever was sent; what is not allowed is not there. Time and memory grow with the length alone.
    pub(crate) fn read(html: &str) -> Self {
        Self::built(html, Builder::default())
    }

    /// The same for a text whose links may lead to pages of this site.
    pub(super) fn read_own(html: &str) -> Self {
        Self::built(html, Builder::for_articles())
    }

    fn built(html: &str, builder: Builder) -> Self {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let tokenizer = Tokenizer::new(TokenReader(RefCell::new(builder)), Default::default());
        // Nothing suspends the tokenizer: scripts are raw text like style sheets.
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        tokenizer.sink.0.into_inner().finish()
    }
}

struct TokenReader(RefCell<Builder>);

impl TokenSink for TokenReader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut builder = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => return tagged(&mut builder, &tag),
            Token::CharacterTokens(text) => builder.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn tagged(builder: &mut Builder, tag: &Tag) -> TokenSinkResult<()> {
    let name = &*tag.name;
    if tag.kind == TagKind::EndTag {
        builder.end(name);
        return TokenSinkResult::Continue;
    }
    let attribute = |wanted: &str| tag.attrs.iter().find(|held| &*held.name.local == wanted).map(|held| &*held.value);
    builder.start(name, tag.self_closing, &attribute);
    match name {
        "script" => TokenSinkResult::RawData(ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => TokenSinkResult::RawData(Rawtext),
        "textarea" | "title" => TokenSinkResult::RawData(Rcdata),
        _ => TokenSinkResult::Continue,
    }
}
