//! A throw-away PostgreSQL for tests and measurements: a cluster of its own on a free port of this machine, ended with the
//! process that started it.
//!
//! Contract: nothing is asked of a server that runs already, and nothing is left behind. The server runs under an account
//! without rights when the tests run as root, as PostgreSQL demands. Where the machine has no PostgreSQL, [`Cluster::start`]
//! says so by giving none, and whoever asked says what it left out. No part of the product uses this crate.
//!
//! Tests that do not care for the engine ask `home` (a feature of its name) where their book goes: a folder, or with
//! `CREDERE_TEST_ENGINE=postgres` a new database. So one suite runs on both. Without that feature nothing of ours is known here.

#[cfg(feature = "home")]
mod home;

#[cfg(feature = "home")]
pub use home::{home, is_postgres};

use std::ffi::OsStr;
use std::io::{self, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The user inside the cluster.
const USER: &str = "credere";
/// How long a cluster may take to start.
const START: Duration = Duration::from_secs(60);
/// Connections it takes.
const CONNECTIONS: u32 = 300;

/// How much a crash of the machine may lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Nothing, as in life.
    Full,
    /// Everything: for tests, which do not crash the machine.
    None,
}

/// A cluster under way.
#[derive(Debug)]
pub struct Cluster {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
    durability: Durability,
    server: Option<Child>,
    databases: AtomicU32,
}

impl Cluster {
    /// Makes a cluster and starts it; none where there is no PostgreSQL.
    ///
    /// # Errors
    /// What the system or PostgreSQL says.
    pub fn start(durability: Durability) -> io::Result<Option<Self>> {
        let Some(programs) = programs() else { return Ok(None) };
        let folder = tempfile::Builder::new().prefix("credere-cluster-").tempdir()?;
        own(folder.path())?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut cluster = Self { programs, folder, port, durability, server: None, databases: AtomicU32::new(0) };
        let data = cluster.data();
        let arguments = ["-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C", "--no-sync", "-D"];
        let mut initdb = cluster.program("initdb");
        run(initdb.args(arguments).arg(&data))?;
        cluster.serve()?;
        Ok(Some(cluster))
    }

    /// Starts the server again after [`Cluster::kill`].
    ///
    /// # Errors
    /// What the system or PostgreSQL says.
    pub fn serve(&mut self) -> io::Result<()> {
        let sure = if self.durability == Durability::Full { "on" } else { "off" };
        let data = self.data();
        // The shell ends the server when our end of its input closes, and without a word there it takes the folder away too:
        // a process that was killed, or that only drops its statics, leaves nothing behind.
        let script = "\"$0\" -D \"$1\" -p \"$2\" -k \"$3\" -c listen_addresses=127.0.0.1 -c max_connections=\"$4\" -c fsync=\"$5\" \
            -c full_page_writes=\"$5\" -c shared_buffers=256MB -c max_wal_size=2GB >\"$3/log\" 2>&1 </dev/null & \
            server=$!; read -r word; kill -QUIT $server; wait $server; [ \"$word\" = keep ] || rm -rf \"$3\"";
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(script).arg(self.programs.join("postgres")).arg(&data).arg(self.port.to_string());
        shell.arg(self.folder.path()).arg(CONNECTIONS.to_string()).arg(sure);
        lower(&mut shell);
        self.server = Some(shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
        let begun = Instant::now();
        while run(self.program("psql").args(["-c", "SELECT 1", "postgres"])).is_err() {
            if begun.elapsed() > START {
                let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
                return Err(io::Error::other(format!("PostgreSQL did not start: {log}")));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Ends the server at once, as a crash of it would.
    pub fn kill(&mut self) {
        if let Some(mut shell) = self.server.take() {
            if let Some(mut input) = shell.stdin.take() {
                // Our own folder: it goes when we do.
                let _ = input.write_all(b"keep\n");
            }
            let _ = shell.wait();
        }
    }

    /// The address of a new, empty database.
    ///
    /// # Errors
    /// What PostgreSQL says.
    pub fn database(&self) -> io::Result<String> {
        self.make("STRATEGY file_copy")
    }

    /// The address of a new, empty database whose tables lie in this empty folder, on a disk of their own for instance; the
    /// server's log stays where it was.
    ///
    /// # Errors
    /// What the system or PostgreSQL says.
    pub fn database_in(&self, folder: &Path) -> io::Result<String> {
        own(folder)?;
        let space = format!("space_{}", self.databases.load(Ordering::Relaxed));
        let place = folder.display().to_string().replace('\'', "''");
        self.tell(&format!("CREATE TABLESPACE {space} LOCATION '{place}'"))?;
        self.make(&format!("STRATEGY file_copy TABLESPACE {space}"))
    }

    /// A folder of this cluster's own, which goes with it: for what must be reachable for the server.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn make(&self, how: &str) -> io::Result<String> {
        let name = format!("book_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.tell(&format!("CREATE DATABASE {name} {how}"))?;
        Ok(format!("postgres://{USER}@127.0.0.1:{}/{name}", self.port))
    }

    fn tell(&self, statement: &str) -> io::Result<()> {
        run(self.program("psql").args(["-c", statement, "postgres"]))
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// One of PostgreSQL's programs, told where the cluster is.
    fn program(&self, name: &str) -> Command {
        let mut program = Command::new(self.programs.join(name));
        program.env("PGHOST", "127.0.0.1").env("PGPORT", self.port.to_string()).env("PGUSER", USER);
        lower(&mut program);
        program
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The folder of PostgreSQL's programs: from the path, or where Debian puts the newest.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut versions: Vec<PathBuf> =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    let number = |path: &PathBuf| path.file_name().and_then(OsStr::to_str).and_then(|name| name.parse::<u32>().ok());
    versions.sort_by_key(|version| std::cmp::Reverse(number(version)));
    folders.extend(versions.into_iter().map(|version| version.join("bin")));
    folders.into_iter().find(|folder| ["initdb", "postgres", "psql"].iter().all(|name| folder.join(name).is_file()))
}

/// Runs a program to its end.
fn run(program: &mut Command) -> io::Result<()> {
    let done = program.stdin(Stdio::null()).output()?;
    if done.status.success() {
        return Ok(());
    }
    Err(io::Error::other(String::from_utf8_lossy(&done.stderr).into_owned()))
}

/// The account that a server started by root runs under; none for everybody else.
#[cfg(unix)]
fn account() -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt;
    if std::fs::metadata("/proc/self").map_or(1, |me| me.uid()) != 0 {
        return None;
    }
    let known = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let ids = |name: &str| {
        let line = known.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2).map(|field| field.parse().ok());
        Some((fields.next()??, fields.next()??))
    };
    ids("postgres").or_else(|| ids("nobody"))
}

#[cfg(unix)]
fn lower(program: &mut Command) {
    use std::os::unix::process::CommandExt;
    if let Some((user, group)) = account() {
        program.uid(user).gid(group);
    }
    // Its own folder may be closed to that account.
    program.current_dir("/");
}

#[cfg(unix)]
fn own(folder: &Path) -> io::Result<()> {
    account().map_or(Ok(()), |(user, group)| std::os::unix::fs::chown(folder, Some(user), Some(group)))
}

#[cfg(not(unix))]
fn lower(_: &mut Command) {}

#[cfg(not(unix))]
fn own(_: &Path) -> io::Result<()> {
    Ok(())
}
