//! The factor, its clients, their debtors, and who sells to whom.

use crate::kind::Kind;
use crate::story::{Act, Client, Debtor, Story, told};
use app::Command;
use app::party::{
    FactorParticulars, NewClient, NewCustomer, NewDebtor, link_customer, save_client, save_debtor, save_factor,
    save_sender,
};
use app::portfolio::import_portfolio;
use domain::contact::Sender;
use domain::money::{Currency, Money};
use domain::party::{Address, BankAccount, ClientStatus, DebtorStatus, DebtorType, Guarantor, Identifier, Identity};

const CLIENTS: usize = 6;
const DEBTORS: usize = 18;
const PAIRS: usize = 64;
/// Clients beyond this one have it for their currency.
const CURRENCIES: [Currency; 4] = [Currency::USD, Currency::USD, Currency::EUR, Currency::USD];

pub fn account(holder: &str, number: &str) -> BankAccount {
    BankAccount { holder: holder.into(), number: number.into(), bic: None, clearing: Some("021000021".into()) }
}

pub fn address(city: &str) -> Address {
    Address {
        lines: vec!["1 Example Street".into()],
        city: city.into(),
        postcode: "04101".into(),
        region: "ME".into(),
        country: "US".into(),
    }
}

pub fn factor(story: &mut Story) -> Act {
    let name = if story.dice.percent(10) { " " } else { "Lantern Street Factors" };
    let particulars =
        FactorParticulars { name: name.into(), account: Some(account("Lantern Street Factors", "7700200100")) };
    told(save_factor(&story.app, Command::system("Imogen Harrowgate"), particulars))
}

pub fn sender(story: &mut Story) -> Act {
    let phone = story.running() % 10_000;
    let email = if story.dice.percent(15) { "desk at lantern" } else { "desk@lantern.example" };
    // The first one is right: without it nothing is ever written.
    let email = if story.given.len() < 20 { "desk@lantern.example" } else { email };
    let sender = Sender {
        email: email.into(),
        phone: format!("+1 212 555 {phone:04}"),
        guest_address: "https://pay.lantern.example/".into(),
        address: address("Portland"),
        ..Sender::default()
    };
    story.say(move |task| save_sender(task, &sender))
}

pub fn client(story: &mut Story) -> Act {
    let is_new = story.clients.len() < CLIENTS && (story.clients.len() < 4 || story.dice.percent(30));
    let place = if is_new { story.clients.len() } else { story.dice.below(story.clients.len()) };
    let code = format!("CLIENT-{}", char::from(b'A' + u8::try_from(place).unwrap()));
    let number = story.running();
    let statuses = [ClientStatus::Active, ClientStatus::Active, ClientStatus::Active, ClientStatus::Watch];
    let guarantor = story.dice.percent(20).then(|| Guarantor {
        name: "Nora Fenwick".into(),
        natural_person_obligor: story.dice.percent(70),
        california: story.dice.percent(40),
    });
    let is_missing = !is_new && story.dice.percent(15);
    let new = NewClient {
        code: code.clone(),
        name: format!("Client {code} Ltd."),
        status: if is_new { ClientStatus::Active } else { story.dice.any(&statuses) },
        account_manager: if is_missing { String::new() } else { "Imogen Harrowgate".into() },
        identity: Identity { address: address("Troy"), ..Identity::default() },
        account: story.dice.percent(90).then(|| account(&code, &format!("55{number:08}"))),
        guarantor,
    };
    let saved = match story.run(move |task| save_client(task, &new)) {
        Ok(saved) => saved,
        refused => return told(refused),
    };
    if is_new {
        story.clients.push(Client { code, id: saved.id, currency: CURRENCIES[place % CURRENCIES.len()] });
        story.next.extend([
            Kind::DraftAgreement,
            Kind::IssueAgreement,
            Kind::SignAgreement,
            Kind::SignAgreement,
            Kind::PutAgreementInForce,
        ]);
    }
    told(Ok(saved))
}

pub fn debtor(story: &mut Story) -> Act {
    let is_new = story.debtors.len() < DEBTORS && (story.debtors.len() < 12 || story.dice.percent(40));
    let place = if is_new { story.debtors.len() } else { story.dice.below(story.debtors.len()) };
    let code = format!("DEBTOR-{place:02}");
    let is_federal = match is_new {
        true => place % 6 == 5,
        false => story.debtors[place].is_federal != story.dice.percent(4),
    };
    let statuses = [
        DebtorStatus::Active,
        DebtorStatus::Active,
        DebtorStatus::Active,
        DebtorStatus::Approved,
        DebtorStatus::Active,
        DebtorStatus::Active,
        DebtorStatus::Hold,
    ];
    let least = if story.dice.percent(5) { -2_000_000_000 } else { 50_000_000 };
    let limit = story.dice.between(least, 2_000_000_000);
    let currency = currency_of(place);
    let new = NewDebtor {
        code: code.clone(),
        name: name_of(place),
        status: if is_new { DebtorStatus::Active } else { story.dice.any(&statuses) },
        debtor_type: if is_federal { DebtorType::UsFederal } else { DebtorType::Business },
        limit: Money::new(if is_new { limit.abs().max(50_000_000) } else { limit }, currency),
        identity: Identity {
            trading_name: (place % 5 == 0).then(|| format!("Trading {place}")),
            address: address("Utica"),
            identifiers: vec![Identifier { scheme: "DUNS".into(), value: format!("15{place:07}") }],
        },
        paying_accounts: vec![paying_account(place)],
    };
    let saved = match story.run(move |task| save_debtor(task, &new)) {
        Ok(saved) => saved,
        refused => return told(refused),
    };
    if is_new {
        story.debtors.push(Debtor { code, id: saved.id, is_federal });
    }
    story.debtors[place].is_federal = is_federal;
    told(Ok(saved))
}

/// The currency of a debtor's limit.
fn currency_of(place: usize) -> Currency {
    if place % 5 == 3 { Currency::EUR } else { Currency::USD }
}

/// Legal name of a debtor; some are not plain ASCII, and two engines must fold them alike.
pub fn name_of(place: usize) -> String {
    let names = ["Alpha Mills Inc.", "Bürkle & Söhne", "Čapek Stores", "DELTA Works", "émile Frères", "Zürich Trading"];
    format!("{} {place}", names[place % names.len()])
}

pub fn paying_account(place: usize) -> String {
    format!("41{place:08}")
}

pub fn customer(story: &mut Story) -> Act {
    if story.clients.is_empty() || story.debtors.is_empty() {
        return None;
    }
    let is_new = story.pairs.len() < PAIRS && story.dice.percent(if story.pairs.len() < 24 { 100 } else { 50 });
    let (client, debtor) = match is_new {
        true => {
            let client = story.dice.below(story.clients.len());
            // Mostly one that owes in the client's currency: limits are in it.
            let (currency, careless) = (story.clients[client].currency, story.dice.percent(8));
            let fits = |place: &usize| careless || currency_of(*place) == currency;
            let places: Vec<usize> = (0..story.debtors.len()).filter(fits).collect();
            (client, story.dice.one(&places)?)
        }
        false => story.dice.one(&story.pairs)?,
    };
    let reference = if story.dice.percent(6) { "r00".to_owned() } else { format!("r{debtor:02}") };
    let limit = story.dice.percent(20).then(|| Money::new(story.dice.between(-100, 900_000_000), currency_of(debtor)));
    let unknown = story.dice.percent(3);
    let new = NewCustomer {
        client: story.clients[client].code.clone(),
        debtor: if unknown { "NOBODY".into() } else { story.debtors[debtor].code.clone() },
        client_reference: Some(reference),
        limit,
        order_required: story.dice.percent(5),
    };
    let saved = story.run(move |task| link_customer(task, &new));
    if saved.is_ok() && !story.pairs.contains(&(client, debtor)) {
        story.pairs.push((client, debtor));
        // Most debtors know whom to pay from before.
        if story.dice.percent(65) {
            story.unrecorded.push((client, debtor));
            story.next.push_back(Kind::RecordExistingNotice);
        }
    }
    told(saved)
}

/// A file with a client, a debtor, both linked with a notice on file, an agreement and a contact.
pub fn portfolio(story: &mut Story) -> Act {
    let number = story.running();
    let (code, today) = (format!("FILE-{number}"), story.app.today());
    let received = if story.dice.percent(20) { "2999-01-01".to_owned() } else { today.to_string() };
    let text = format!(
        "[[client]]\ncode = \"{code}\"\nname = \"Imported {number}\"\nstatus = \"ACTIVE\"\naccount_manager = \"Imogen Harrowgate\"\n\n\
         [[debtor]]\ncode = \"D-{code}\"\nname = \"Customer of {number}\"\nstatus = \"ACTIVE\"\nlimit = \"5000000.00\"\ncurrency = \"USD\"\n\n\
         [[customer]]\nclient = \"{code}\"\ndebtor = \"D-{code}\"\nclient_reference = \"{number}\"\n\
         notice = {{ received = {received}, evidence = \"SIGNED\", how = \"by courier\" }}\n"
    );
    let read = match formats::portfolio::read("portfolio.toml", text.as_bytes()) {
        Ok(read) => read,
        Err(refused) => return told(Err::<(), _>(refused.into())),
    };
    told(import_portfolio(&story.app, "Imogen Harrowgate", read))
}
