//! Column mappings: how a client's CSV files are read.

use crate::{Error, Task, client_by_code};
use domain::event::EventKind;
use domain::id::ClientId;
use formats::schedule::Mapping;
use serde::Serialize;
use store::book::Reads;
use store::kept;

/// Saves a mapping of a client under its own name.
///
/// # Errors
/// [`Error::NotFound`] when the client is unknown; [`Error::Refused`] with every problem of the mapping.
pub fn save_mapping(task: &mut Task<'_, '_>, client: &str, mapping: &Mapping) -> Result<(), Error> {
    mapping.check()?;
    let client = client_by_code(task, client)?;
    let definition = serde_json::to_string(mapping).map_err(|error| Error::fault("mapping", error))?;
    kept::mapping::put(task, client.id, &mapping.name, &definition)?;
    #[derive(Serialize)]
    struct Facts<'a> {
        client: &'a str,
        mapping: &'a Mapping,
    }
    task.record_facts(EventKind::MappingSaved, &Facts { client: client.code.as_str(), mapping }, &[])?;
    Ok(())
}

/// The mapping of this name: the client's own, else a built-in one. Without a name the client's only mapping, else none.
///
/// # Errors
/// [`Error::NotFound`] when there is none of that name; [`Error::Refused`] when a name is needed.
pub fn mapping_named(reads: &mut dyn Reads, client: ClientId, name: Option<&str>) -> Result<Option<Mapping>, Error> {
    let own = kept::mapping::of_client(reads, client)?;
    let read = |text: &str| serde_json::from_str(text).map_err(|error| Error::fault("mapping", error));
    match name {
        Some(name) => {
            if let Some((_, text)) = own.iter().find(|(known, _)| known == name) {
                return read(text).map(Some);
            }
            Mapping::built_in(name)
                .map(Some)
                .ok_or_else(|| Error::NotFound(format!("mapping \u{201c}{name}\u{201d} of this client")))
        }
        None => match own.as_slice() {
            [] => Ok(None),
            [(_, text)] => read(text).map(Some),
            many => {
                let names = many.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
                Err(Error::refused(
                    "MAPPING_NEEDED",
                    format!("this client has several mappings: {names}"),
                    "Name one of them.",
                ))
            }
        },
    }
}
