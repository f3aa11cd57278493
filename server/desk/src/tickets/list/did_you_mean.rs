//! "Did you mean …?": the spelling correction of a search that finds nothing.

use super::count;
use super::view::View;
use crate::tickets::search::near;
use crate::{Desk, Result};
use domain::listing::Listing;
use domain::tickets::Total;

/// Neighbours of a word that are tried.
const TRIED_MAX: usize = 5;

/// Turns a search that found nothing into what was probably meant, when that finds something in this view; how much. What is
/// proposed stands in tickets that the person sees: words of others are tried and never told.
pub(super) async fn did_you_mean(desk: &Desk, view: &mut View<'_>) -> Result<Option<Total>> {
    let written = domain::search::terms(&view.listing.search);
    let mut words = written.clone();
    for place in 0..written.len() {
        if is_known(desk, view, &written[place]).await? {
            continue;
        }
        match neighbour(desk, view, &written[place]).await? {
            Some(word) => words[place] = word,
            None => return unchanged(desk, view).await,
        }
    }
    let text = words.join(" ");
    if words == written {
        return unchanged(desk, view).await;
    }
    view.set_query(desk, &text).await?;
    let total = count::of_view(desk, view).await?;
    if total.count == 0 {
        return unchanged(desk, view).await;
    }
    view.did_you_mean = Some(text);
    Ok(Some(total))
}

/// Whether the person sees the word anywhere, be it beyond this view: then it was not misspelled.
async fn is_known(desk: &Desk, view: &View<'_>, word: &str) -> Result<bool> {
    let listing = Listing {
        search: word.to_owned(),
        search_in: view.listing.search_in.clone(),
        closed: true,
        ..Listing::default()
    };
    let (everything, _) = View::read(desk, view.person, &listing.to_query()).await?;
    count::any(desk, &everything).await
}

/// The nearest word that the view holds something with.
async fn neighbour(desk: &Desk, view: &mut View<'_>, word: &str) -> Result<Option<String>> {
    let words = near(desk.db().read(), view.person, &view.listing.search_in, word).await?;
    for word in words.into_iter().take(TRIED_MAX) {
        view.set_query(desk, &word).await?;
        if count::any(desk, view).await? {
            return Ok(Some(word));
        }
    }
    Ok(None)
}

async fn unchanged(desk: &Desk, view: &mut View<'_>) -> Result<Option<Total>> {
    let text = view.listing.search.clone();
    view.set_query(desk, &text).await?;
    Ok(None)
}
