//! Sharing an asset of one company, as a rule the provider's, with others.

use super::{find_as_staff, parties, record_event, share};
use crate::actor::Person;
use crate::{Desk, Result};
use domain::events::Named;
use domain::events::asset::{Event, Share};
use domain::{Reason, Refusal};
use sea_orm::{EntityTrait, Set};

/// Shares an asset with a company, or no longer; what already is so stays without a trace.
///
/// # Errors
/// `NotFound`; `Forbidden` for customers and those who only read; `Invalid` for a company that does not exist or owns it.
pub async fn share(desk: &Desk, person: &Person, id: &str, company: &str, wanted: bool) -> Result<()> {
    desk.write(person, |w| async move {
        let found = find_as_staff(&w, person, id).await?;
        let refuse = |reason| Refusal::field("company", reason);
        let company = parties::company(&*w, company).await?.map_err(refuse)?;
        if company.id == found.company_id {
            return Err(refuse(Reason::NotOffered).into());
        }
        let key = (found.id, company.id);
        if share::Entity::find_by_id(key).one(&*w).await?.is_some() == wanted {
            return Ok(());
        }
        if wanted {
            let row = share::ActiveModel { asset_id: Set(found.id), company_id: Set(company.id) };
            share::Entity::insert(row).exec_without_returning(&*w).await?;
        } else {
            share::Entity::delete_by_id(key).exec(&*w).await?;
        }
        let share = Share { asset: found.named(), company: Named::new(company.id, company.name) };
        let event = if wanted { Event::Shared(share) } else { Event::Unshared(share) };
        record_event(&w, &found, event, None).await
    })
    .await
}
