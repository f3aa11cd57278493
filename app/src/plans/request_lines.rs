//! List of the plan requests that wait.

use crate::ui::badge::Badge as Mark;
use crate::ui::time::Ago;
use crate::words::words;
use domain::plans::RequestLine;
use domain::tickets::Badge;
use leptos::prelude::*;

#[component]
pub(crate) fn RequestLines(requests: Vec<RequestLine>) -> impl IntoView {
    let texts = words().plans();
    view! {
        <ul class="plan-lines">
            {requests.into_iter().map(|line| {
                let (label, colour) = (texts.state)(line.state);
                let by = (texts.asked)(&line.by, line.to.as_deref());
                view! {
                    <li>
                        <p>
                            <a href=format!("/plan/requests/{}", line.id)>{(texts.request)(&line)}</a>
                            <small class="muted">{if line.company.is_empty() { by } else { format!("{} · {by}", line.company) }}</small>
                        </p>
                        <Mark label=Badge { label: label.into(), colour: colour.into() } />
                        <Ago at=line.at />
                    </li>
                }
            }).collect_view()}
        </ul>
    }
}
