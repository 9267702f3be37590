//! The machine that was measured on, as Linux describes it; what it does not say is said to be unknown.

use crate::command::{self, MINUTE};
use crate::outcome::Finding;
use crate::workspace::Workspace;
use std::process::Command;
use std::time::Duration;

/// How long the machine is looked at before a measurement.
const LOOK: Duration = Duration::from_secs(2);

/// What the table says of the machine.
#[derive(Debug, Clone)]
pub(super) struct Machine {
    pub(super) processor: String,
    pub(super) cores: usize,
    pub(super) memory_gb: u64,
    pub(super) disk: String,
    pub(super) kernel: String,
    pub(super) rustc: String,
    pub(super) date: String,
    /// Short, with a `+` when files were changed since.
    pub(super) commit: String,
}

impl Machine {
    pub(super) fn here(workspace: &Workspace) -> Result<Self, Finding> {
        let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let said = |program: &str, words: &[&str]| {
            let mut call = Command::new(program);
            call.args(words).current_dir(workspace.root());
            command::capture(&mut call, MINUTE).map(|said| said.trim().to_owned())
        };
        let memory_kb = value(&read("/proc/meminfo"), "MemTotal").trim_end_matches(" kB").parse().unwrap_or(0_u64);
        let changed =
            !said("git", &["status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs/benchmarks.md"])?
                .is_empty();
        let device = said("df", &["--output=source", &workspace.target().display().to_string()]).unwrap_or_default();
        Ok(Self {
            processor: value(&read("/proc/cpuinfo"), "model name"),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_gb: memory_kb.div_ceil(1024 * 1024),
            disk: disk(device.lines().last().unwrap_or_default(), &read),
            kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
            rustc: said("rustc", &["--version"])?,
            date: said("date", &["-u", "+%F"])?,
            commit: said("git", &["rev-parse", "--short", "HEAD"])? + if changed { "+" } else { "" },
        })
    }
}

/// The first value of a key in one of the kernel's lists.
fn value(list: &str, key: &str) -> String {
    let found = list.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix(':'));
    found.map_or_else(|| "unknown".to_owned(), |value| value.trim().to_owned())
}

/// What kind of disk a device is.
fn disk(device: &str, read: &dyn Fn(&str) -> String) -> String {
    let name = device.rsplit('/').next().unwrap_or_default();
    // A partition's disk has the name without its number.
    let whole = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let spins = [name, whole].map(|name| read(&format!("/sys/block/{name}/queue/rotational")));
    let kind = match spins.iter().map(|text| text.trim()).find(|text| !text.is_empty()) {
        _ if name.starts_with("nvme") => "NVMe",
        _ if whole.starts_with("vd") => "virtual disk, what is behind it is unknown",
        Some("0") => "solid state",
        Some("1") => "rotating",
        _ => "unknown",
    };
    if name.is_empty() { kind.to_owned() } else { format!("{name} ({kind})") }
}

/// How busy the processors are: 0 is idle, 1 is all of them. Looks for [`LOOK`].
pub(super) fn busy() -> f64 {
    let before = ticks();
    std::thread::sleep(LOOK);
    let after = ticks();
    let (idle, all) = (after.0.saturating_sub(before.0), after.1.saturating_sub(before.1));
    if all == 0 { 0.0 } else { 1.0 - idle as f64 / all as f64 }
}

/// Idle ticks and all ticks of the processors.
fn ticks() -> (u64, u64) {
    let text = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let first = text.lines().next().unwrap_or_default();
    let ticks: Vec<u64> = first.split_whitespace().skip(1).filter_map(|tick| tick.parse().ok()).collect();
    // Idle, and idle while a disk works.
    (ticks.iter().skip(3).take(2).sum(), ticks.iter().take(8).sum())
}

/// The average load of the last minute.
pub(super) fn load_average() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().and_then(|load| load.parse().ok()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::{disk, value};

    #[test]
    fn the_kernels_lists_are_read_by_key() {
        let list = "processor\t: 0\nmodel name\t: A Processor @ 2.0 GHz\nmodel name\t: another\n";
        assert_eq!(value(list, "model name"), "A Processor @ 2.0 GHz");
        assert_eq!(value(list, "cache size"), "unknown");
    }

    #[test]
    fn a_disk_is_named_with_its_kind() {
        let solid =
            |path: &str| if path == "/sys/block/sda/queue/rotational" { "0\n".to_owned() } else { String::new() };
        assert_eq!(disk("/dev/sda1", &solid), "sda1 (solid state)");
        assert_eq!(disk("/dev/vda", &solid), "vda (virtual disk, what is behind it is unknown)");
        assert_eq!(disk("", &solid), "unknown");
    }
}
