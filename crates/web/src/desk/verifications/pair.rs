//! What is to be confirmed of one client and one debtor: whom to call, the script, the record of the answers.
//!
//! GL-40: the script names the factor, and there is none without the name of who calls ([`super::calling`]). GL-44: where the
//! debtor is not told of the assignment nobody calls; papers and the client's own question are offered instead.

use super::super::debtors::by_code;
use super::super::page::{Answer, Desk};
use super::super::posted::Posted;
use super::super::wrong::Wrong;
use super::answers::{Asked, fields};
use super::calling::{self, Calling, ToMake, Typed};
use super::{badge, proof, short, told};
use crate::look::facts::{Empty, Fact, Moment, Tab};
use crate::look::form::{Choice, Field, FormErrors};
use crate::look::format::{amount, counted, day, short_day_year};
use crate::look::{Badge, Noun, Page, filters};
use app::timeline::capital;
use app::{Error, client_by_code};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use domain::agreement::NotificationMode;
use domain::contact::{Contact, DocumentKind};
use domain::id::{ClientId, InvoiceId};
use domain::invoice::verification::{Method, Verification};
use domain::party::{Client, Debtor};
use domain::proof::Proof;
use store::kept;
use store::kept::document::Document;
use store::kept::invoice::Invoice;
use uuid::Uuid;

/// Most open verifications of a debtor that are looked through.
const LOOKED_THROUGH: i64 = 2_000;
/// Most invoices in one call: what people on a telephone go through.
pub(super) const SPOKEN: usize = 40;
/// Ended verifications shown beside.
const ENDED: i64 = 40;

/// Everything the page knows.
pub(super) struct Read {
    pub client: Client,
    pub debtor: Debtor,
    pub mode: NotificationMode,
    /// The open ones, the longest waiting first, [`SPOKEN`] at most.
    pub open: Vec<(Verification, Invoice)>,
    all_open: usize,
    ended: Vec<(Verification, String)>,
    clients: Vec<(String, String)>,
    contacts: Vec<Contact>,
    /// The call that waits to be made.
    pub call: Option<ToMake>,
    pub documents: Vec<Document>,
}

pub(super) async fn read(desk: &Desk, debtor: String, client: String) -> Result<Read, Wrong> {
    let today = desk.today;
    let mut read = desk
        .read(move |book| {
            let debtor = by_code(book, &debtor)?;
            let client = client_by_code(book, &client)?;
            let missing = || Error::NotFound(format!("customer {} of {}", debtor.code, client.code));
            kept::party::pair(book, client.id, debtor.id)?.ok_or_else(missing)?;
            let of_debtor = kept::verification::open_of_debtor(book, debtor.id, LOOKED_THROUGH)?;
            let mut others: Vec<ClientId> = of_debtor.iter().map(|one| one.client).collect();
            others.push(client.id);
            others.sort_unstable();
            others.dedup();
            let mut clients = Vec::new();
            for id in others {
                clients.extend(kept::party::client(book, id)?.map(|one| (one.code.to_string(), one.name)));
            }
            let mut of_pair: Vec<Verification> = of_debtor.into_iter().filter(|one| one.client == client.id).collect();
            let all_open = of_pair.len();
            of_pair.truncate(SPOKEN);
            let newest = kept::verification::newest_of_debtor(book, debtor.id, ENDED)?;
            let newest = newest.into_iter().filter(|one| one.client == client.id && !one.state.is_open());
            let newest: Vec<Verification> = newest.collect();
            let ids: Vec<Uuid> = of_pair.iter().chain(&newest).map(|one| one.invoice.0).collect();
            let invoices = kept::invoice::by_ids(book, &ids)?;
            let invoice = |id: InvoiceId| invoices.iter().find(|one| one.id == id);
            let open: Vec<(Verification, Invoice)> =
                of_pair.into_iter().filter_map(|one| Some((one.clone(), invoice(one.invoice)?.clone()))).collect();
            let ended = newest
                .into_iter()
                .filter_map(|one| Some((one.clone(), invoice(one.invoice)?.offer.number.clone())))
                .collect();
            let open_ids: Vec<Uuid> = open.iter().map(|(_, invoice)| invoice.id.0).collect();
            Ok(Read {
                mode: app::verification::mode(book, client.id, debtor.id, today)?,
                contacts: kept::contact::of_debtor(book, debtor.id)?,
                documents: kept::document::of_invoices(book, &open_ids)?,
                call: None,
                all_open,
                ended,
                clients,
                open,
                client,
                debtor,
            })
        })
        .await?;
    read.call = calling::read(desk, read.client.id, read.debtor.id).await?;
    Ok(read)
}

struct Line {
    number: String,
    href: String,
    amount: String,
    due: String,
    why: String,
    proof: Proof,
    told: String,
    badge: Badge,
}

/// A paper on file that may show the answer.
struct Paper {
    id: String,
    label: String,
    ticked: bool,
}

/// An invoice whose confirmation may be done without.
struct Waived {
    id: String,
    label: String,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "desk/verification.html")]
struct PairPage {
    page: Page,
    debtor: String,
    debtor_name: String,
    client: String,
    lead: String,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    more: Option<String>,
    empty: Empty,
    errors: FormErrors,
    calling: Option<Calling>,
    papers_open: bool,
    method: Field,
    who: Field,
    papers: Vec<Asked>,
    on_file: Vec<Paper>,
    file: Field,
    kind: Field,
    note: Field,
    waive_open: bool,
    waived: Vec<Waived>,
    reason: Field,
    numbers: Vec<Fact>,
    moments: Vec<Moment>,
}

fn lead(read: &Read) -> String {
    let count = counted(i64::try_from(read.all_open).unwrap_or(i64::MAX), "invoice", "invoices");
    match (read.all_open, read.mode) {
        (0, _) => format!("Nothing of {} waits for {}\u{2019}s confirmation.", read.client.name, read.debtor.name),
        (_, NotificationMode::Notification) => {
            format!("{count} of {} to be confirmed by {}", read.client.name, read.debtor.name)
        }
        (_, NotificationMode::NonNotification) => format!(
            "{count} of {} to be confirmed. The agreement is confidential: {} is not called and not written to; use papers, or \
             let the client ask in its own name.",
            read.client.name, read.debtor.name
        ),
    }
}

/// The numbers on file, and how far each can be trusted (FR-14).
fn numbers(contacts: &[Contact]) -> Vec<Fact> {
    let with_phone = contacts.iter().filter_map(|one| Some((one, one.phone.as_ref()?)));
    with_phone
        .map(|(one, phone)| {
            let trust = match &one.verified {
                Some(done) if done.independent => "verified independently of the client",
                Some(_) => "verified",
                None => "not verified",
            };
            let name = format!("{}, {}", one.name, one.role.word());
            Fact::new(name, format!("{phone} ({trust})")).link(format!("/contacts/{}", one.id))
        })
        .collect()
}

/// What the page is shown with besides what it reads.
#[derive(Default)]
pub(super) struct Shown<'a> {
    pub sent: Option<(&'a str, &'a Posted)>,
    pub errors: FormErrors,
}

pub(super) fn page(desk: &Desk, read: &Read, shown: Shown<'_>) -> Result<impl Template, Wrong> {
    let empty = Posted::default();
    let Shown { sent, errors } = shown;
    let typed = |act: &str| sent.filter(|(sent, _)| *sent == act).map_or(&empty, |(_, posted)| posted);
    let opened = |act: &str| sent.is_some_and(|(sent, _)| sent == act);
    let (papers, waive) = (typed("papers"), typed("waive"));
    let by_phone =
        Typed { plan: typed("plan"), call: typed("call"), missed: typed("missed"), missed_open: opened("missed") };
    let calling = calling::section(desk, read, &by_phone, &errors);
    let field = |of: &Posted, name: &str, label: &str| Field::new(name, label).value(of.raw(name)).checked(&errors);
    let suggested = |of: &Posted, name: &str, label: &str, suggestion: &str| {
        let value = if of.has(name) { of.raw(name).to_owned() } else { suggestion.to_owned() };
        Field::new(name, label).value(value).checked(&errors)
    };
    let tabs = read.clients.iter().map(|(code, name)| Tab {
        label: name.clone(),
        href: format!("/verifications/{}/{code}", read.debtor.code),
        current: *code == read.client.code.as_str(),
        count: None,
    });
    let methods = Method::ALL.iter().filter(|one| **one != Method::Phone && one.fits(read.mode));
    let kinds = [DocumentKind::Delivery, DocumentKind::Order, DocumentKind::Timesheet, DocumentKind::Other];
    let ticked = papers.all("document");
    let left_out = waive.all("invoice");
    let label = |invoice: &Invoice| format!("{}, {}", invoice.offer.number, amount(invoice.offer.amount));
    let moments = read.ended.iter().map(|(one, number)| {
        let on = one.answers.last().map_or(one.required_on, |given| given.on);
        let mut moment = Moment::new(day(on), on.to_string(), format!("{number}: {}", told(one, read.mode)));
        moment.tone = badge(one, read.mode).tone;
        moment.href = Some(format!("/invoices/{}", one.invoice));
        moment.who = one.answers.last().map(|given| format!("recorded by {}", given.recorded_by));
        moment
    });
    Ok(PairPage {
        page: desk.page(Noun::Letters),
        debtor: read.debtor.code.to_string(),
        debtor_name: read.debtor.name.clone(),
        client: read.client.code.to_string(),
        lead: lead(read),
        tabs: if read.clients.len() > 1 { tabs.collect() } else { Vec::new() },
        lines: read
            .open
            .iter()
            .map(|(one, invoice)| Line {
                number: invoice.offer.number.clone(),
                href: format!("/invoices/{}", invoice.id),
                amount: amount(invoice.offer.amount),
                due: short_day_year(invoice.offer.due),
                why: short(one),
                proof: proof(one),
                told: told(one, read.mode),
                badge: badge(one, read.mode),
            })
            .collect(),
        more: (read.all_open > SPOKEN)
            .then(|| format!("The {SPOKEN} that wait longest of {}; the others follow.", read.all_open)),
        empty: Empty {
            title: "Nothing is to be confirmed".to_owned(),
            text: "What was confirmed, waived or found different stands beside.".to_owned(),
            action: Some(("All verifications".to_owned(), "/verifications".to_owned())),
        },
        calling,
        papers_open: opened("papers") || read.mode == NotificationMode::NonNotification,
        method: field(papers, "method", "How it was confirmed")
            .choices(methods.map(|one| Choice::new(one.code(), capital(one.word())))),
        who: field(papers, "who", "Whose word or paper it is").hint("Name and office, or where the paper comes from."),
        papers: fields("papers", &read.open, read.mode, papers, &errors),
        on_file: read
            .documents
            .iter()
            .map(|one| Paper {
                id: one.id.to_string(),
                label: format!("{}: {}", one.kind.word(), one.name),
                ticked: ticked.contains(&one.id.to_string().as_str()),
            })
            .collect(),
        file: Field::new("files", "Papers").optional().accept(".pdf,.png,.jpg,.jpeg").checked(&errors),
        kind: suggested(papers, "kind", "What the papers are", DocumentKind::Delivery.code())
            .choices(kinds.iter().map(|one| Choice::new(one.code(), one.word()))),
        note: field(papers, "note", "Or where it can be looked up").optional(),
        waive_open: opened("waive"),
        waived: read
            .open
            .iter()
            .map(|(_, invoice)| Waived {
                id: invoice.id.to_string(),
                label: label(invoice),
                ticked: left_out.contains(&invoice.id.to_string().as_str()),
            })
            .collect(),
        reason: field(waive, "reason", "Why it is done without").hint("The decision on each invoice keeps it."),
        numbers: numbers(&read.contacts),
        moments: moments.collect(),
        errors,
    })
}

pub(super) async fn show(desk: Desk, Path((debtor, client)): Path<(String, String)>) -> Answer {
    let read = read(&desk, debtor, client).await?;
    let template = page(&desk, &read, Shown::default())?;
    desk.show(&template)
}

/// The client whose invoices wait longest; of a debtor with nothing open, the one asked about last.
pub(super) async fn first(desk: Desk, Path(debtor): Path<String>) -> Answer {
    let (debtor, client) = desk
        .read(move |book| {
            let debtor = by_code(book, &debtor)?;
            let open = kept::verification::open_of_debtor(book, debtor.id, 1)?.pop();
            let found = match open {
                Some(one) => Some(one),
                None => kept::verification::newest_of_debtor(book, debtor.id, 1)?.pop(),
            };
            let missing = || Error::NotFound(format!("verification of {}", debtor.name));
            let client = kept::party::client(book, found.ok_or_else(missing)?.client)?.ok_or_else(missing)?;
            Ok((debtor.code.to_string(), client.code.to_string()))
        })
        .await?;
    Ok(Redirect::to(&format!("/verifications/{debtor}/{client}")).into_response())
}
