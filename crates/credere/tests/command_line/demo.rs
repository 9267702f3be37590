//! The demo's book shows the relationship with debtors alive: every state is there for a visitor to find.

use app::{App, Clock, Ids, notice};
use domain::contact::{AnswerState, Channel, MessageState, Purpose};
use domain::dispute::{CaseKind, Side};
use domain::id::DebtorId;
use domain::invoice::InvoiceState;
use domain::invoice::verification::{Method, VerificationState};
use domain::money::Currency;
use domain::notice::{Evidence, NoticeState};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use store::kept;

/// More of anything than the demo holds.
const ALL: i64 = 100_000;

#[test]
fn demo_shows_every_state_of_the_relationship() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let built =
        Command::new(env!("CARGO_BIN_EXE_credere")).args(["demo", "--no-serve", "--data"]).arg(&data).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let said = String::from_utf8(built.stdout).unwrap();
    assert_eq!(said.matches("/g/").count(), 2, "a link for a debtor and one for a client: {said}");
    let audit = Command::new(env!("CARGO_BIN_EXE_credere")).args(["audit", "--data"]).arg(&data).output().unwrap();
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stdout));

    let app = App::open(&data, Clock::System, Ids::random()).unwrap();
    notices(&app);
    invoices_and_letters(&app);
    words(&app);
    crate::privacy::nobody_reads_of_others(&app);
}

fn notices(app: &App) {
    let (calendar, today) = (app.factor().calendar, app.today());
    let rows = app.read(|snapshot| notice::register(snapshot, calendar, today)).unwrap();
    let mut states: BTreeMap<NoticeState, usize> = BTreeMap::new();
    let mut evidence: BTreeSet<Evidence> = BTreeSet::new();
    for row in &rows {
        *states.entry(row.state).or_default() += 1;
        evidence.extend(row.evidence);
    }
    // A superseded version is not the current one of its pair: it is looked for below.
    let missing: Vec<_> = NoticeState::ALL
        .iter()
        .filter(|state| !matches!(state, NoticeState::Superseded) && !states.contains_key(state))
        .collect();
    assert!(missing.is_empty(), "missing {missing:?} of {states:?}");
    assert_eq!(evidence.len(), Evidence::ALL.len(), "{evidence:?}");
    let mut accounts = BTreeSet::new();
    let superseded = app
        .read(|snapshot| {
            let pairs = kept::notice::after(snapshot, domain::id::NoticeId(uuid::Uuid::nil()), ALL)?;
            let mut found = 0;
            for one in pairs {
                // Who owes euros pays to the account for euros.
                if let Some(told) = &one.pay_to {
                    let currency = notice::currency_of(snapshot, &app.factor(), one.client, app.today())?;
                    assert_eq!(told.account.number.starts_with("DE"), currency == Currency::EUR, "{told:?}");
                    accounts.insert(currency);
                }
                let versions = kept::notice::versions(snapshot, one.client, one.debtor)?;
                found += versions.iter().filter(|version| version.state() == NoticeState::Superseded).count();
            }
            Ok::<_, app::Error>(found)
        })
        .unwrap();
    assert!(superseded > 0, "no notice was superseded");
    assert_eq!(accounts, BTreeSet::from([Currency::EUR, Currency::USD]));
}

fn invoices_and_letters(app: &App) {
    app.read(|snapshot| {
        let verifications = kept::verification::newest(snapshot, &[], None, ALL)?;
        let count = |state| verifications.iter().filter(|one| one.state == state).count();
        for state in [VerificationState::Confirmed, VerificationState::Asked, VerificationState::Discrepancy] {
            assert!(count(state) > 0, "no verification is {}", state.word());
        }
        let waiting = kept::invoice::asked(snapshot, ALL)?;
        let waits = |state: InvoiceState| matches!(state, InvoiceState::Verifying | InvoiceState::Verified);
        assert!(waiting.iter().any(|one| waits(one.state)), "no invoice waits for others");
        let mut states: BTreeMap<MessageState, usize> = BTreeMap::new();
        let heads = kept::view::message::newest(snapshot, &[], None, ALL)?;
        for head in &heads {
            *states.entry(head.state).or_default() += 1;
        }
        for state in [
            MessageState::Queued,
            MessageState::Preview,
            MessageState::Sent,
            MessageState::Bounced,
            MessageState::Received,
        ] {
            assert!(states.contains_key(&state), "no message is {}: {states:?}", state.word());
        }
        let waits = |purpose| heads.iter().any(|head| head.purpose == purpose && head.state == MessageState::Approval);
        assert!(waits(Purpose::Call), "no call is to be made");
        let is_told =
            |head: &kept::view::message::Head| head.purpose == Purpose::Validation && head.state == MessageState::Sent;
        assert!(heads.iter().any(is_told), "no validation notice was sent");
        assert!(waits(Purpose::Verification), "no call to confirm an invoice is to be made");
        let called =
            heads.iter().filter(|head| head.purpose == Purpose::Verification && head.channel == Channel::Phone);
        assert!(called.filter(|head| head.state == MessageState::Sent).count() > 1, "no call confirmed an invoice");
        let by_phone = verifications.iter().flat_map(|one| &one.answers).filter(|given| given.method == Method::Phone);
        assert!(by_phone.count() > 0, "nothing was confirmed by telephone");
        assert!(heads.iter().any(|head| head.state == MessageState::Approval), "nothing waits for approval");
        Ok::<_, app::Error>(())
    })
    .unwrap();
}

fn words(app: &App) {
    let today = app.today();
    app.read(|snapshot| {
        let debtors = kept::party::debtors(snapshot)?;
        let mut answers: BTreeMap<AnswerState, usize> = BTreeMap::new();
        let mut cases = Vec::new();
        let (mut moods, mut opted_out, mut paused) = (0, 0, 0);
        for debtor in &debtors {
            let id: DebtorId = debtor.id;
            for answer in kept::answer::of_debtor(snapshot, id, None, 0, ALL)? {
                *answers.entry(answer.state).or_default() += 1;
            }
            cases.extend(kept::relation_case::of_debtor(snapshot, id)?);
            let people = kept::contact::of_debtor(snapshot, id)?;
            opted_out += people.iter().filter(|one| one.opted_out.contains_key(&Channel::Email)).count();
            for pair in kept::party::pairs_of_debtor(snapshot, id)? {
                moods += kept::mood::of_pair(snapshot, pair.client, id, 0, ALL)?.len();
                paused += usize::from(kept::contact::relation(snapshot, pair.client, id)?.paused(today).is_some());
            }
        }
        // CO-33: the daily job has let the people of an old acquaintance go.
        let marlow = kept::party::debtor_by_code(snapshot, "MARLOW")?.unwrap().id;
        let people = kept::contact::of_debtor(snapshot, marlow)?;
        assert!(people.len() == 2 && people.iter().all(|one| one.erased_on.is_some()), "{people:?}");
        for state in [AnswerState::Running, AnswerState::Kept, AnswerState::Broken] {
            assert!(answers.contains_key(&state), "no promise is {}: {answers:?}", state.word());
        }
        let is_disputed = |case: &&domain::dispute::Case| case.kind == CaseKind::Dispute;
        let open = cases.iter().filter(is_disputed).find(|case| {
            let sides: BTreeSet<Side> = case.words.iter().map(|word| word.by.side).collect();
            case.is_open() && case.amount.is_some() && !case.whole && sides.len() == 3
        });
        assert!(open.is_some(), "no open part dispute has words from three sides");
        assert!(cases.iter().filter(is_disputed).any(|case| !case.is_open()), "no dispute is settled");
        assert!(cases.iter().any(|case| case.kind == CaseKind::Complaint), "nobody complains");
        let is_answered = |case: &domain::dispute::Case| case.kind == CaseKind::Question && case.settled.is_some();
        assert!(cases.iter().any(is_answered), "no question is answered");
        assert!(moods > 1 && opted_out > 0 && paused > 0, "moods {moods}, opted out {opted_out}, paused {paused}");
        Ok::<_, app::Error>(())
    })
    .unwrap();
}
