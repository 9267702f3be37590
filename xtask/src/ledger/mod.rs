use crate::outcome::Outcome;
use crate::workspace::Workspace;
pub(crate) fn run(_: &Workspace) -> Outcome {
    Outcome::missing(String::new())
}
