//! Assets of the demo: the written ones of `content/`, and a few for each generated company.

use super::content::{self, AssetContent, span};
use super::organisation::{Ids, Organisation, id_of, member};
use super::rng::Rng;
use crate::actor::membership;
use crate::assets::{AssetCategory, asset, asset_attribute, asset_category, index, seat, share, ticket_asset, value};
use crate::catalogue::Catalogue;
use crate::db::Tx;
use crate::scope::ticket;
use crate::tickets::load::insert_all;
use crate::{Error, Result};
use domain::assets::{sort_key, value_key};
use domain::tickets::attribute::CellKind;
use domain::time::DAY;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
    Statement,
};
use std::collections::{BTreeMap, HashMap};

/// Assets of each generated company.
const PER_COMPANY: usize = 5;
/// Generated assets written at a time.
const BATCH: usize = 1_000;

/// Returns the attributes as `category.attribute`, the categories as `category`.
pub(super) async fn categories(tx: &Tx, dictionaries: &Ids) -> Result<Ids> {
    let mut ids = Ids::new();
    for (rank, category) in (0..).zip(&content::assets()?.category) {
        let row = asset_category::ActiveModel {
            slug: Set(category.slug.clone()),
            name: Set(category.name.clone()),
            licences: Set(category.licences),
            rank: Set(rank),
            ..Default::default()
        };
        let category_id = row.insert(tx).await?.id;
        ids.insert(category.slug.clone(), category_id);
        for (rank, attribute) in (0..).zip(&category.attribute) {
            let row = asset_attribute::ActiveModel {
                category_id: Set(category_id),
                name: Set(attribute.name.clone()),
                label: Set(attribute.label.clone()),
                kind: Set(attribute.kind.clone()),
                required: Set(attribute.required),
                in_list: Set(attribute.in_list),
                in_filter: Set(attribute.in_filter),
                pattern: Set(attribute.pattern.clone()),
                hint: Set(attribute.hint.clone()),
                min_value: Set(attribute.min),
                max_value: Set(attribute.max),
                dictionary_id: Set(attribute.dictionary.as_ref().map(|slug| id_of(dictionaries, slug)).transpose()?),
                rank: Set(rank),
                ..Default::default()
            };
            let id = row.insert(tx).await?.id;
            ids.insert(format!("{}.{}", category.slug, attribute.name), id);
        }
    }
    Ok(ids)
}

/// The written tickets by subject, while there are no others.
pub(super) async fn tickets_by_subject(tx: &Tx) -> Result<HashMap<String, i64>> {
    let rows = ticket::Entity::find().order_by_asc(ticket::Column::Id).limit(1_000).all(tx).await?;
    Ok(rows.into_iter().map(|ticket| (ticket.subject, ticket.id)).collect())
}

/// Rows that are written together. The demo is the only writer: it gives out the row numbers.
#[derive(Default)]
struct AssetBatch {
    next: i64,
    assets: Vec<asset::ActiveModel>,
    words: Vec<(i64, String, String)>,
    values: Vec<value::ActiveModel>,
    seats: Vec<seat::ActiveModel>,
    shares: Vec<share::ActiveModel>,
    links: Vec<ticket_asset::ActiveModel>,
}

/// An asset to write.
struct NewAsset<'a> {
    category: &'a AssetCategory,
    company_id: i64,
    name: String,
    identifier: String,
    assignee_id: Option<i64>,
    seats: Option<i64>,
    holders: Vec<i64>,
    values: Vec<(&'a str, String)>,
    created_at: i64,
    changed_at: i64,
}

impl AssetBatch {
    fn add(&mut self, new: NewAsset<'_>, rng: &mut Rng) -> i64 {
        let id = self.next;
        self.next += 1;
        self.words.push((id, new.name.clone(), new.identifier.clone()));
        for known in &new.category.attributes {
            if let Some((_, text)) = new.values.iter().find(|(name, _)| *name == known.field.name) {
                self.values.push(value::ActiveModel {
                    asset_id: Set(id),
                    attribute_id: Set(known.id),
                    value: Set(text.clone()),
                    value_key: Set(value_key(known.field.kind, text)),
                });
            }
        }
        let used = i64::try_from(new.holders.len()).unwrap_or_default();
        self.seats.extend(new.holders.into_iter().map(|user_id| seat::ActiveModel {
            asset_id: Set(id),
            user_id: Set(user_id),
            since: Set(new.created_at),
        }));
        self.assets.push(asset::ActiveModel {
            id: Set(id),
            public_id: Set(rng.id()),
            category_id: Set(new.category.id),
            company_id: Set(new.company_id),
            name_key: Set(sort_key(&new.name)),
            name: Set(new.name),
            identifier_key: Set(sort_key(&new.identifier)),
            identifier: Set(new.identifier),
            assignee_id: Set(new.assignee_id),
            seats: Set(new.seats),
            seats_used: Set(used),
            created_at: Set(new.created_at),
            changed_at: Set(new.changed_at),
        });
        id
    }

    async fn flush(&mut self, tx: &Tx) -> Result<()> {
        insert_all(tx, std::mem::take(&mut self.assets)).await?;
        for (id, name, identifier) in std::mem::take(&mut self.words) {
            index(tx, id, &name, &identifier).await?;
        }
        insert_all(tx, std::mem::take(&mut self.values)).await?;
        insert_all(tx, std::mem::take(&mut self.seats)).await?;
        insert_all(tx, std::mem::take(&mut self.shares)).await?;
        insert_all(tx, std::mem::take(&mut self.links)).await
    }
}

/// Writes the written assets and, for a desk of generated tickets, some for each generated company.
pub(super) async fn write(
    tx: &Tx,
    organisation: &Organisation,
    tickets: &HashMap<String, i64>,
    generated: bool,
    now: i64,
    rng: &mut Rng,
) -> Result<()> {
    let mut rows = AssetBatch { next: 1, ..AssetBatch::default() };
    for asset in content::assets()?.asset {
        add_written(&mut rows, organisation, tickets, &asset, now, rng)?;
    }
    rows.flush(tx).await?;
    if generated {
        generate(tx, &mut rows, organisation, now, rng).await?;
    }
    if tx.get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT setval(pg_get_serial_sequence('assets', 'id'), (SELECT MAX(id) + 1 FROM assets), false)";
        tx.execute_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    }
    Ok(())
}

fn category<'a>(catalogue: &'a Catalogue, slug: &str) -> Result<&'a AssetCategory> {
    let found = catalogue.asset_categories.iter().find(|category| category.slug == slug);
    found.ok_or_else(|| Error::broken(format!("demo content: asset category {slug}")))
}

fn add_written(
    rows: &mut AssetBatch,
    organisation: &Organisation,
    tickets: &HashMap<String, i64>,
    asset: &AssetContent,
    now: i64,
    rng: &mut Rng,
) -> Result<()> {
    let person = |handle: &String| Ok::<_, Error>(member(&organisation.people, handle)?.id);
    let category = category(&organisation.catalogue, &asset.category)?;
    let values = asset.values.iter().map(|(name, text)| {
        let kind = category.attributes.iter().find(|known| known.field.name == *name).map(|known| known.field.kind);
        let kind = kind.ok_or_else(|| Error::broken(format!("demo content: {name} of {}", asset.name)))?;
        let value = match kind.cell() {
            CellKind::Day => day(now, text)?,
            CellKind::Line | CellKind::Lines | CellKind::Number => text.clone(),
        };
        Ok((name.as_str(), value))
    });
    let id = rows.add(
        NewAsset {
            category,
            company_id: id_of(&organisation.company_ids, &asset.company)?,
            name: asset.name.clone(),
            identifier: asset.identifier.clone(),
            assignee_id: asset.assigned.as_ref().map(person).transpose()?,
            seats: asset.seats,
            holders: asset.holders.iter().map(person).collect::<Result<_>>()?,
            values: values.collect::<Result<_>>()?,
            created_at: now - span(&asset.since)?,
            changed_at: now - span(&asset.changed)?,
        },
        rng,
    );
    for company in &asset.shared {
        let company_id = id_of(&organisation.company_ids, company)?;
        rows.shares.push(share::ActiveModel { asset_id: Set(id), company_id: Set(company_id) });
    }
    for subject in &asset.tickets {
        let found = tickets.iter().find(|(known, _)| known.starts_with(subject.as_str()));
        let (_, ticket_id) = found.ok_or_else(|| Error::broken(format!("demo content: no ticket “{subject}”")))?;
        rows.links.push(ticket_asset::ActiveModel { ticket_id: Set(*ticket_id), asset_id: Set(id) });
    }
    Ok(())
}

/// A day so far from now, `-` for one that is over.
fn day(now: i64, text: &str) -> Result<String> {
    let at = match text.strip_prefix('-') {
        Some(past) => now - span(past)?,
        None => now + span(text)?,
    };
    Ok(crate::format_time::day(at, &jiff::tz::TimeZone::UTC))
}

const MADE: [(&str, &str, &str); PER_COMPANY] = [
    ("printers", "Label printer", "LP"),
    ("printers", "Pallet label printer", "PP"),
    ("scanners", "Handheld", "HH"),
    ("scanners", "Ring scanner", "RS"),
    ("licences", "Bayline Warehouse, named users", "BW"),
];

/// A few for each company that was not written, some of them assigned.
async fn generate(tx: &Tx, rows: &mut AssetBatch, organisation: &Organisation, now: i64, rng: &mut Rng) -> Result<()> {
    let written = organisation.company_ids.values().copied().max().unwrap_or_default();
    let belonging = membership::Entity::find().filter(membership::Column::CompanyId.gt(written)).all(tx).await?;
    let mut people: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for member in belonging {
        people.entry(member.company_id).or_default().push(member.user_id);
    }
    for (company_id, mut people) in people {
        people.sort_unstable();
        for (slug, name, mark) in MADE {
            let category = category(&organisation.catalogue, slug)?;
            let values = category.attributes.iter().filter(|known| known.in_filter && !known.field.entries.is_empty());
            let values =
                values.map(|known| (known.field.name.as_str(), rng.pick(&known.field.entries).clone())).collect();
            let created_at = now - 30 * DAY - rng.span(700 * DAY);
            let assignee_id = Some(*rng.pick(&people)).filter(|_| rng.one_in(2));
            let new = NewAsset {
                category,
                company_id,
                name: format!("{name} {}", 1 + rng.below(20)),
                identifier: format!("{mark}-{company_id}-{}", 1000 + rng.below(9000)),
                assignee_id,
                seats: category.licences.then_some(10),
                holders: if category.licences { people.iter().copied().take(4).collect() } else { Vec::new() },
                values,
                created_at,
                changed_at: created_at + rng.span(30 * DAY),
            };
            rows.add(new, rng);
        }
        if rows.assets.len() >= BATCH {
            rows.flush(tx).await?;
        }
    }
    rows.flush(tx).await
}
