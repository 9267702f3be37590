//! Facts of a real pair, wordings that are kept, letters that are refused with what is missing.

use super::*;
use crate::contact::{NewContact, save_contact};
use crate::party::{
    FactorParticulars, NewClient, NewCustomer, NewDebtor, link_customer, save_client, save_debtor, save_factor,
};
use crate::{App, Clock, Command, Error, Ids, NewBook, Task};
use domain::contact::Sender;
use domain::id::{ClientId, DebtorId};
use domain::letter::{Covered, Element, Facts, Language, LetterKind, Links, built_in_text};
use domain::money::{Currency, Money};
use domain::party::{Address, BankAccount, ClientStatus, DebtorStatus, DebtorType, Identity};
use store::kept;
use tempfile::TempDir;

struct House {
    app: App,
    client: ClientId,
    debtor: DebtorId,
    _folder: TempDir,
}

fn identity(trading: Option<&str>, city: &str) -> Identity {
    let address = Address {
        lines: vec!["3 Mill Lane".into()],
        city: city.into(),
        postcode: "04101".into(),
        region: "ME".into(),
        country: "US".into(),
    };
    Identity { trading_name: trading.map(str::to_owned), address, identifiers: Vec::new() }
}

fn run<T>(
    app: &App,
    work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static,
) -> Result<T, Error>
where
    T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
{
    app.run(Command::new("Dana", None, &[]), work)
}

impl House {
    /// A factor that has not yet said how it is reached, with a client and its customer.
    fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let new = NewBook {
            name: "Calder Street Factors".into(),
            country: "US".into(),
            currency: Currency::USD,
            zone: "America/New_York".into(),
        };
        let clock = Clock::set_to("2026-03-04T15:00:00Z".parse().unwrap());
        let app = App::init(folder.path(), &new, clock, Ids::seeded(1)).unwrap();
        let (client, debtor) = run(&app, |task| {
            let client = save_client(
                task,
                &NewClient {
                    code: "HARBOR".into(),
                    name: "Harbor Crew Staffing LLC".into(),
                    status: ClientStatus::Active,
                    account_manager: "Sam Okoro".into(),
                    identity: identity(Some("Harbor Crew"), "Portland"),
                    account: None,
                    guarantor: None,
                },
            )?;
            let debtor = save_debtor(
                task,
                &NewDebtor {
                    code: "NORWELL".into(),
                    name: "Norwell Grocers Inc".into(),
                    status: DebtorStatus::Active,
                    debtor_type: DebtorType::Business,
                    limit: Money::new(10_000_000, Currency::USD),
                    identity: identity(None, "Saco"),
                    paying_accounts: Vec::new(),
                },
            )?;
            let link = NewCustomer {
                client: "HARBOR".into(),
                debtor: "NORWELL".into(),
                client_reference: None,
                limit: None,
                order_required: false,
            };
            link_customer(task, &link)?;
            Ok((client.id, debtor.id))
        })
        .unwrap();
        Self { app, client, debtor, _folder: folder }
    }

    /// The same with all that letters need.
    fn furnished() -> Self {
        let house = Self::bare();
        run(&house.app, |task| {
            let sender = Sender {
                address: identity(None, "Bath").address,
                email: "letters@calder.example".into(),
                phone: "+1 555 0199".into(),
                register: "Maine no. 77".into(),
                guest_address: "https://pay.calder.example".into(),
            };
            Ok(kept::policy::put(task, Sender::POLICY, &sender)?)
        })
        .unwrap();
        let account = BankAccount {
            holder: "Calder Street Factors".into(),
            number: "000123456789".into(),
            bic: None,
            clearing: Some("021000021".into()),
        };
        let particulars = FactorParticulars { name: "Calder Street Factors".into(), account: Some(account) };
        save_factor(&house.app, Command::system("test"), particulars).unwrap();
        run(&house.app, |task| {
            let person = serde_json::json!({
                "client": "HARBOR", "role": "CLIENT", "name": "Alex Moreau", "phone": "+1 555 0123", "channel": "PHONE", "source": "CLIENT",
            });
            let person: NewContact = serde_json::from_value(person).map_err(|error| Error::fault("test", error))?;
            save_contact(task, &person).map(drop)
        })
        .unwrap();
        house
    }

    fn facts(&self, kind: LetterKind, language: Language, client: Option<ClientId>) -> Facts {
        let (factor, today, debtor) = (self.app.factor(), self.app.today(), self.debtor);
        self.app.read(|reads| base_facts(reads, &factor, kind, language, today, client, debtor)).unwrap()
    }

    fn notice(&self, language: Language) -> Facts {
        let base = self.facts(LetterKind::NoticeOfAssignment, language, Some(self.client));
        Facts {
            covered: Some(Covered::AllAccounts),
            effective: Some(self.app.today()),
            signature: Some("key 5f3a, 2026-03-04T15:00:00Z".into()),
            links: Links {
                page: None,
                check: Some("https://pay.calder.example/check/7K2M".into()),
                code: Some("7K2M".into()),
            },
            ..base
        }
    }

    fn save(&self, kind: LetterKind, language: Language, text: &str) -> Result<SavedWording, Error> {
        let text = text.to_owned();
        run(&self.app, move |task| save_wording(task, kind, language, &text))
    }
}

fn codes(refused: Result<impl std::fmt::Debug, Error>) -> Vec<String> {
    match refused {
        Err(Error::Refused(refusals)) => refusals.into_iter().map(|refusal| refusal.code).collect(),
        other => panic!("{other:?}"),
    }
}

const KIND: LetterKind = LetterKind::NoticeOfAssignment;

#[test]
fn the_facts_of_a_pair_are_what_its_papers_say() {
    let house = House::furnished();
    let facts = house.notice(Language::German);
    let client = facts.client.as_ref().unwrap();
    assert_eq!((client.name.as_str(), client.known_as()), ("Harbor Crew Staffing LLC", "Harbor Crew"));
    assert_eq!((facts.ask.name.as_str(), facts.ask.office.as_str()), ("Sam Okoro", "Kundenbetreuung"));
    assert_eq!(facts.ask.phone.as_deref(), Some("+1 555 0199"));
    assert_eq!(facts.signatory, facts.ask);
    assert_eq!(facts.pay_to.as_ref().unwrap().account.holder, "Calder Street Factors");
    let letter = house.app.read(|reads| write(reads, &facts)).unwrap();
    assert_eq!(letter.letterhead[0], "Calder Street Factors");
    assert_eq!(letter.address[..2], ["Norwell Grocers Inc", "Kreditorenbuchhaltung"]);
    assert!(letter.footer[1].contains("3 Mill Lane") && letter.footer[1].contains("Maine no. 77"));
}

/// LC-42: the introduction is the client's: its letterhead, signed by its person, with the account manager to ask.
#[test]
fn lc_42_the_clients_person_signs_the_introduction() {
    let house = House::furnished();
    let facts = house.facts(LetterKind::Introduction, Language::English, Some(house.client));
    assert_eq!((facts.signatory.name.as_str(), facts.ask.name.as_str()), ("Alex Moreau", "Sam Okoro"));
    let letter = house.app.read(|reads| write(reads, &facts)).unwrap();
    assert_eq!(letter.letterhead[0], "Harbor Crew");
    assert!(letter.plain_text().contains("please call me: Alex Moreau, +1 555 0123"));
}

/// CO-06: a letter about several clients is about none of them by name, and still names a person to ask.
#[test]
fn co_06_without_a_client_there_is_still_a_person_to_ask() {
    let house = House::furnished();
    let facts = house.facts(LetterKind::Status, Language::English, None);
    assert!(facts.client.is_none());
    assert_eq!(facts.ask.name, "Sam Okoro");
}

/// GL-50, CO-12: what the factor has not said of itself is named, all at once, with where to say it.
#[test]
fn gl_50_what_is_missing_is_named_with_its_remedy() {
    let house = House::bare();
    let facts = house.notice(Language::English);
    let Err(Error::Refused(refusals)) = house.app.read(|reads| write(reads, &facts)) else { panic!("refused") };
    let facts: Vec<&str> = refusals.iter().map(|refusal| refusal.fact.as_str()).collect();
    assert!(facts.iter().any(|fact| fact.contains("telephone of the person to ask")), "{facts:?}");
    assert!(facts.iter().any(|fact| fact.contains("[pay-to]")), "{facts:?}");
    assert!(
        refusals
            .iter()
            .all(|refusal| !refusal.remedy.is_empty() && refusal.place.starts_with("Notice of assignment, English"))
    );
}

#[test]
fn gl_50_an_unsigned_notice_is_only_a_draft() {
    let house = House::furnished();
    let facts = Facts { signature: None, links: Links::default(), ..house.notice(Language::English) };
    assert!(codes(house.app.read(|reads| write(reads, &facts))).contains(&"LETTER_FACT_MISSING".to_owned()));
    let letter = house.app.read(|reads| draft(reads, &facts)).unwrap();
    assert!(letter.subject.starts_with("Draft: "));
}

/// A factor's own wording is used from the moment it is saved, and versions stay.
#[test]
fn a_saved_wording_is_used_and_its_versions_stay() {
    let house = House::furnished();
    let own = built_in_text(KIND, Language::French).replace("Bonjour,", "Bonjour à toute l\u{2019}équipe,");
    let first = house.save(KIND, Language::French, &own).unwrap();
    assert_eq!(first.version, 1);
    assert_eq!(house.save(KIND, Language::French, &own).unwrap().version, 1);
    let facts = house.notice(Language::French);
    let greeting = || house.app.read(|reads| write(reads, &facts)).unwrap().greeting;
    assert_eq!(greeting(), "Bonjour à toute l\u{2019}équipe,");

    let back = run(&house.app, |task| reset_wording(task, KIND, Language::French)).unwrap();
    assert_eq!((back.version, greeting()), (2, "Bonjour,".to_owned()));
    let kept = house.app.read(|reads| Ok(kept::wording::versions(reads, KIND, Language::French)?)).unwrap();
    let versions: Vec<(i64, &str, bool)> =
        kept.iter().map(|one| (one.version, one.saved_by.as_str(), one.content == own)).collect();
    assert_eq!(versions, [(2, "Dana", false), (1, "Dana", true)]);

    let list = house.app.read(|reads| wordings(reads)).unwrap();
    assert_eq!(list.len(), LetterKind::ALL.len() * Language::ALL.len());
    let line = list.iter().find(|one| one.kind == KIND && one.language == Language::French).unwrap();
    assert_eq!((line.origin, line.version), (Origin::BuiltIn, 2));
    let text = house.app.read(|reads| wording_text(reads, KIND, Language::French)).unwrap();
    assert_eq!(text, built_in_text(KIND, Language::French));
}

/// GL-50: an edited wording that drops an element is refused with its name; nothing is kept.
#[test]
fn gl_50_an_edited_wording_that_drops_an_element_is_refused_with_its_name() {
    let house = House::furnished();
    let whole = built_in_text(KIND, Language::English);
    let start = whole.find("[only-factor]").unwrap();
    let end = start + whole[start..].find("\n\n").unwrap();
    let text = format!("{}{}", &whole[..start], &whole[end..]);
    let Err(Error::Refused(refusals)) = house.save(KIND, Language::English, &text) else { panic!("refused") };
    assert_eq!(refusals.len(), 1);
    assert_eq!(refusals[0].code, "LETTER_LACKS");
    assert!(refusals[0].fact.contains(Element::OnlyFactor.word()), "{}", refusals[0]);
    assert!(house.app.read(|reads| Ok(kept::wording::newest(reads, KIND, Language::English)?)).unwrap().is_none());
}

/// LC-44, GL-51: what reading alone does not see, the sample letters show.
#[test]
fn lc_44_a_wording_is_tried_on_before_it_is_kept() {
    let house = House::furnished();
    let text = format!("{}\n[thanks]\nPay 80 % of it, this is urgent.\n", built_in_text(KIND, Language::English));
    let found = codes(house.save(KIND, Language::English, &text));
    assert_eq!(found, ["LETTER_FORBIDDEN", "LETTER_PART_PAYMENT"]);
    // It holds for all accounts only: a notice of listed invoices would not say which rights it covers.
    let text = built_in_text(KIND, Language::English).replace("[rights-assigned if listed]", "[same-terms if listed]");
    assert_eq!(codes(house.save(KIND, Language::English, &text)), ["LETTER_LACKS"]);
}

/// A text that is not saved yet, with the facts of a real pair.
#[test]
fn a_preview_shows_the_letter_of_a_real_pair() {
    let house = House::furnished();
    let text = built_in_text(KIND, Language::Spanish).replace("Atentamente,", "Muy atentamente,");
    let facts = Facts { signature: None, links: Links::default(), ..house.notice(Language::Spanish) };
    let letter = preview(&text, &facts).unwrap();
    assert_eq!(letter.closing, "Muy atentamente,");
    assert!(letter.plain_text().contains("Harbor Crew Staffing LLC"));
    assert!(!codes(preview("subject", &facts)).is_empty());
}
