//! What each kind of group is asked for: `kinds.toml`.

use std::collections::BTreeMap;

use almoner_domain::organisation::{Kind, KindNeeds, Needs};
use serde::Deserialize;

use crate::document::Document;
use crate::error::PackError;

#[derive(Deserialize)]
#[serde(transparent)]
struct KindFile(BTreeMap<Kind, Needs>);

pub(crate) fn read(document: Document<'_>) -> Result<KindNeeds, PackError> {
    let KindFile(table) = document.toml()?;
    Ok(KindNeeds::new(table))
}
