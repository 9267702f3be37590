//! LC-08: the client is told the same day.

use super::Opened;
use crate::{Error, Task};

pub(crate) fn tell_clients(_task: &mut Task<'_, '_>, _cases: &[Opened]) -> Result<(), Error> {
    Ok(())
}
