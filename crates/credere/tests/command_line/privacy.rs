//! CO-14, GL-44: over the whole example book, no guest reads of anybody else.
//!
//! Every page that a client can reach from its link names no other client and no invoice of one; every page that a debtor
//! can reach names no other debtor and no invoice of one. No page shows a link of somebody else.

use app::guest::{GuestParty, make_link};
use app::{App, Command, Error};
use domain::id::{ClientId, DebtorId};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use store::kept;
use web::{GuestDoor, Secrets};

/// Pages after which a fresh link is taken: the pace of one link is made for people.
const PAGES_OF_A_LINK: usize = 40;
/// More of anything than the example holds.
const ALL: i64 = 10_000;

/// Who there is, and whose each invoice is.
struct Known {
    clients: Vec<(ClientId, Vec<String>)>,
    debtors: Vec<(DebtorId, Vec<String>)>,
    invoices: Vec<(ClientId, DebtorId, String)>,
}

impl Known {
    fn of(app: &App) -> Self {
        app.read(|snapshot| {
            let clients = kept::party::clients(snapshot)?.into_iter();
            let clients = clients.map(|one| (one.id, named(one.name, one.identity.trading_name))).collect();
            let (mut debtors, mut invoices) = (Vec::new(), Vec::new());
            for debtor in kept::party::debtors(snapshot)? {
                for invoice in kept::invoice::open_of_debtor(snapshot, debtor.id, ALL)? {
                    invoices.push((invoice.client, debtor.id, invoice.offer.number));
                }
                debtors.push((debtor.id, named(debtor.name, debtor.identity.trading_name)));
            }
            Ok::<_, Error>(Self { clients, debtors, invoices })
        })
        .unwrap()
    }

    /// What a client must not read: other clients, and numbers that are not also its own.
    fn secret_to_client(&self, client: ClientId) -> BTreeSet<String> {
        let own: BTreeSet<&String> = self.invoices.iter().filter(|one| one.0 == client).map(|one| &one.2).collect();
        let names = self.clients.iter().filter(|(id, _)| *id != client).flat_map(|(_, names)| names.clone());
        let others = self.invoices.iter().filter(|one| one.0 != client && !own.contains(&one.2));
        names.chain(others.map(|one| one.2.clone())).collect()
    }

    /// What a debtor must not read: other debtors, and numbers that are not also its own.
    fn secret_to_debtor(&self, debtor: DebtorId) -> BTreeSet<String> {
        let own: BTreeSet<&String> = self.invoices.iter().filter(|one| one.1 == debtor).map(|one| &one.2).collect();
        let names = self.debtors.iter().filter(|(id, _)| *id != debtor).flat_map(|(_, names)| names.clone());
        let others = self.invoices.iter().filter(|one| one.1 != debtor && !own.contains(&one.2));
        names.chain(others.map(|one| one.2.clone())).collect()
    }
}

fn named(name: String, trading: Option<String>) -> Vec<String> {
    [name].into_iter().chain(trading.filter(|name| !name.is_empty())).collect()
}

/// Walks every guest's pages of a book.
pub fn nobody_reads_of_others(app: &App) {
    let known = Known::of(app);
    assert!(known.clients.len() > 2 && known.debtors.len() > 10 && known.invoices.len() > 50, "the example is small");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let secrets = Arc::new(Secrets::new("token-of-the-test".into()));
    let door = GuestDoor { address: "127.0.0.1:0".parse().unwrap(), behind_proxy: true };
    let guests = runtime.block_on(web::serve_guests(app.clone(), secrets, door)).unwrap();
    let at = guests.address;
    runtime.spawn(guests.until(std::future::pending()));
    let mut pages = 0;
    for (client, names) in &known.clients {
        pages += walk(app, at, GuestParty::Client(*client), &known.secret_to_client(*client), &names[0]);
    }
    for (debtor, names) in &known.debtors {
        pages += walk(app, at, GuestParty::Debtor(*debtor), &known.secret_to_debtor(*debtor), &names[0]);
    }
    assert!(pages > 10 * known.clients.len() + 5 * known.debtors.len(), "only {pages} pages were reached");
}

/// Opens every page that can be reached from a party's link; returns how many.
fn walk(app: &App, at: SocketAddr, party: GuestParty, secrets: &BTreeSet<String>, name: &str) -> usize {
    let mut base = String::new();
    let (mut seen, mut next) = (BTreeSet::new(), vec![String::new()]);
    while let Some(path) = next.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        if seen.len() % PAGES_OF_A_LINK == 1 {
            let made = app.run(Command::system("test"), move |task| make_link(task, party, None, None)).unwrap().1;
            base = made[made.find("/g/").unwrap()..].to_owned();
        }
        let (status, page) = get(at, &format!("{base}{path}"), seen.len());
        assert_eq!(status, 200, "{name}: {path}");
        // An address with somebody's link in it opens that page to whoever has it.
        let elsewhere = page.split("/g/").skip(1).find(|rest| !rest.starts_with(&base["/g/".len()..]));
        assert!(elsewhere.is_none(), "{name} reads another link on {path}: {elsewhere:.60?}");
        for secret in secrets {
            assert!(!page.contains(secret.as_str()), "{name} reads \u{201c}{secret}\u{201d} on {path}");
        }
        for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let Some(rest) = link.strip_prefix(&base) else { continue };
            let rest = rest.split('#').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
            // Of an invoice's five answers one form is enough: they differ in words alone.
            if !rest.starts_with("/answer?") || rest.starts_with("/answer?say=disputed") {
                next.push(rest);
            }
        }
    }
    seen.len()
}

/// A page, read by a program: it opens nothing but what it asks for. Each comes from another network.
fn get(at: SocketAddr, path: &str, from: usize) -> (u16, String) {
    let mut stream = TcpStream::connect(at).unwrap();
    let network = format!("10.{}.{}.1", from / 250, from % 250);
    let head =
        format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nx-forwarded-for: {network}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
    (status, text.replace("&#38;", "&").replace("&amp;", "&").replace("&#39;", "'"))
}
