//! What events say of invoices, bank entries and payments.

use super::text::plain;
use super::{Facts, Odd, Of, Said, Told};
use domain::event::EventKind;
use domain::fraud::NumberKey;
use serde_json::{Value, json};
use store::engine::{Kept, Table};
use store::kept::payment::{PaymentKind, PaymentState};
use store::kept::statement::ReceiptState;
use store::schema;

/// The kinds of events that are heard here.
pub(super) const HEARD: [EventKind; 17] = [
    EventKind::ScheduleSubmitted,
    EventKind::ScheduleDecided,
    EventKind::InvoicePurchased,
    EventKind::InvoiceHeld,
    EventKind::InvoiceRefused,
    EventKind::InvoiceReturned,
    EventKind::InvoiceWithdrawn,
    EventKind::CreditNoteApplied,
    EventKind::PaymentFileMade,
    EventKind::StatementTaken,
    EventKind::ReceiptApplied,
    EventKind::ReceiptUnapplied,
    EventKind::ReceiptRefunded,
    EventKind::ApplicationUndone,
    EventKind::ItemReturned,
    EventKind::BankEntryPlaced,
    EventKind::RebatePaid,
];

pub(super) fn hear(facts: &mut Facts, told: &Told<'_>) {
    match told.kind {
        EventKind::ScheduleSubmitted | EventKind::ScheduleDecided => schedule(facts, told),
        EventKind::InvoicePurchased
        | EventKind::InvoiceHeld
        | EventKind::InvoiceRefused
        | EventKind::InvoiceReturned
        | EventKind::InvoiceWithdrawn => invoice(facts, told),
        EventKind::CreditNoteApplied => credit_note(facts, told),
        EventKind::PaymentFileMade => payment_file(facts, told),
        EventKind::StatementTaken => statement(facts, told),
        EventKind::ReceiptApplied | EventKind::ReceiptUnapplied => {
            receipt(facts, told, "/receipt");
            applied(facts, told);
        }
        EventKind::BankEntryPlaced => {
            receipt(facts, told, "/entry");
            left(facts, told);
        }
        EventKind::ApplicationUndone => ended(facts, told),
        EventKind::ItemReturned => {
            receipt(facts, told, "/entry");
            ended(facts, told);
        }
        EventKind::RebatePaid | EventKind::ReceiptRefunded => payment(facts, told),
        _ => {}
    }
}

fn number_of(told: &Told<'_>, pointer: &str) -> Option<i64> {
    told.body.pointer(pointer).and_then(Value::as_i64)
}

fn schedule(facts: &mut Facts, told: &Told<'_>) {
    let Some(id) = told.text("/schedule") else { return };
    if told.kind == EventKind::ScheduleDecided {
        let named = [("state", Some(json!("DECIDED"))), ("decided_lines", told.get("/lines"))];
        return facts.row(Of::Schedule, &[id], told.seq, &named);
    }
    let Some(number) = number_of(told, "/number") else { return };
    facts.schedules.insert(number, id.to_owned());
    facts.fresh.insert(id.to_owned());
    let named = [
        ("number", told.get("/number")),
        ("client_id", facts.client(told.text("/client"))),
        ("line_count", told.get("/lines")),
        ("line_sum_minor", told.get("/sum/minor")),
        ("currency", told.get("/sum/currency")),
        ("files", told.get("/files")),
        ("business_date", Some(json!(told.day))),
        ("content_sha256", told.get("/sha256")),
        ("transfer_method", told.get("/transfer_method")),
    ];
    facts.row(Of::Schedule, &[id], told.seq, &named);
}

fn invoice(facts: &mut Facts, told: &Told<'_>) {
    let Some(id) = told.text("/invoice") else { return };
    let schedule = number_of(told, "/schedule").and_then(|number| facts.schedules.get(&number)).cloned();
    let named = [
        ("schedule_id", schedule.as_deref().map(Value::from)),
        ("line_no", told.get("/line")),
        ("client_id", facts.client(told.text("/client"))),
        ("debtor_id", facts.debtor(told.text("/debtor"))),
        ("number", told.get("/number")),
        ("number_key", told.text("/number").map(|number| json!(NumberKey::of(number).as_str()))),
        ("issued", told.get("/issued")),
        ("due", told.get("/due")),
        ("currency", told.get("/currency")),
        ("amount_minor", told.get("/amount")),
        ("advance_minor", told.get("/advance")),
        ("advance_rate", told.get("/advance_rate")),
        ("decided_seq", Some(json!(told.seq))),
    ];
    facts.row(Of::Invoice, &[id], told.seq, &named);
    if let (EventKind::InvoicePurchased, Some(schedule), None) = (told.kind, schedule, &facts.wanted) {
        let paid = facts.paid.entry(schedule).or_insert((Vec::new(), Some(0)));
        let event = u32::try_from(told.seq).unwrap_or(u32::MAX);
        paid.0.push((event, number_of(told, "/cash").unwrap_or(0)));
        paid.1 = paid.1.zip(number_of(told, "/transfer_fee")).map(|(sum, share)| sum + share);
    }
}

/// What was advanced on the lines of each schedule goes with one payment, while that has not left.
pub(super) fn advances(facts: &mut Facts) {
    let fresh = |schedule: &String| facts.fresh.contains(schedule);
    let paid: Vec<_> = facts.paid.iter().filter(|(schedule, _)| fresh(schedule)).collect();
    let paid: Vec<_> = paid
        .into_iter()
        .map(|(schedule, (parts, fee))| (schedule.clone(), parts.first().map(|(event, _)| *event), *fee))
        .collect();
    for (schedule, event, fee) in paid {
        let event = event.map_or(0, i64::from);
        facts.row(Of::Schedule, &[&schedule], event, &[("transfer_fee_minor", fee.map(|fee| json!(fee)))]);
        if facts.paid.get(&schedule).is_some_and(|(parts, _)| parts.iter().any(|(_, cash)| *cash != 0)) {
            facts.row(Of::Advance, &[&schedule], event, &[]);
        }
    }
}

/// Holds the amount of a schedule's payment: all that was bought before its file was made; what came later is paid apart.
pub(super) fn advance_left(facts: &mut Facts, of: u8, row: &[Kept], said: &[Said], key: &str, odd: &mut Vec<Odd>) {
    let column = |name: &str| schema::PAYMENT.columns.iter().position(|column| *column == name);
    if of == Of::Payment as u8 {
        let file = column("payment_file_id");
        facts.filed = said.iter().find(|one| Some(usize::from(one.column)) == file).map(|one| one.event);
    }
    let (true, Some(amount), Some((parts, _))) = (of == Of::Advance as u8, column("amount_minor"), facts.paid.get(key))
    else {
        return;
    };
    // Where rows are looked for one by one, what is said of the payment itself was not held yet.
    let number = column("number").map(|place| plain(&row[place]).into_owned()).unwrap_or_default();
    let file = column("payment_file_id");
    let itself = facts.rows.get(&(Of::Payment as u8, number.into()));
    let found = itself.and_then(|said| said.iter().find(|one| Some(usize::from(one.column)) == file));
    let filed = found.map(|one| one.event).or(facts.filed).unwrap_or(u32::MAX);
    let booked: i64 = parts.iter().filter(|(event, _)| *event < filed).map(|(_, cash)| cash).sum();
    if row[amount] != Kept::Int(booked) {
        let event = parts.last().map_or(0, |(event, _)| *event);
        let column = u8::try_from(amount).unwrap_or(u8::MAX);
        odd.push(Odd { of, key: key.into(), column, event, kept: row[amount].clone() });
    }
}

/// Rows that stand without an event: a payment that is due and in no file, a debit that waits for a person.
pub(super) fn is_of_no_event(table: &Table, row: &[Kept]) -> bool {
    if table.name == "receipt" && value(table, "amount_minor", row) == Some(&Kept::Int(0)) {
        // The bank's note, of no money.
        return true;
    }
    let state = match table.name {
        "payment" => PaymentState::Due.code(),
        "receipt" => ReceiptState::DebitWaiting.code(),
        _ => return false,
    };
    value(table, "state", row) == Some(&Kept::Text(state.to_owned()))
}

/// Is it the state of a payment of ours that a person has found on a statement? That event names it by its id.
pub(super) fn left_by_hand(facts: &Facts, table: &Table, name: &str, row: &[Kept]) -> bool {
    table.name == "payment"
        && name == "state"
        && value(table, name, row) == Some(&Kept::Text(PaymentState::Left.code().to_owned()))
        && value(table, "payment_id", row).is_some_and(|id| facts.left.contains(&*plain(id)))
}

fn value<'a>(table: &Table, name: &str, row: &'a [Kept]) -> Option<&'a Kept> {
    table.columns.iter().position(|column| *column == name).map(|place| &row[place])
}

fn credit_note(facts: &mut Facts, told: &Told<'_>) {
    let schedule = number_of(told, "/schedule").and_then(|number| facts.schedules.get(&number)).cloned();
    let named = [
        ("client_id", facts.client(told.text("/client"))),
        ("number", told.get("/credit_note")),
        ("number_key", told.text("/credit_note").map(|number| json!(NumberKey::of(number).as_str()))),
        ("invoice_id", told.get("/invoice")),
        ("schedule_id", schedule.map(Value::from)),
        ("line_no", told.get("/line")),
        ("amount_minor", told.get("/amount")),
    ];
    facts.row(Of::CreditNote, &[&told.seq.to_string()], told.seq, &named);
}

fn payment_file(facts: &mut Facts, told: &Told<'_>) {
    let Some(number) = number_of(told, "/file") else { return };
    let named = [
        ("payment_file_id", told.get("/file_id")),
        ("message_id", told.get("/message_id")),
        ("business_date", Some(json!(told.day))),
        ("payment_count", told.get("/count")),
        ("payment_sum_minor", told.get("/sum/minor")),
        ("currency", told.get("/sum/currency")),
        ("content", told.get("/sha256")),
    ];
    facts.row(Of::PaymentFile, &[&number.to_string()], told.seq, &named);
    for payment in told.list("/payments") {
        let named = [
            ("state", Some(json!(PaymentState::InFile.code()))),
            ("payment_file_id", told.get("/file_id")),
            ("currency", told.get("/sum/currency")),
        ];
        facts.row(Of::Payment, &[&payment.to_string()], told.seq, &named);
    }
}

/// Payments of ours that the bank shows.
fn left(facts: &mut Facts, told: &Told<'_>) {
    facts.left.extend(told.text("/placement/payment").map(str::to_owned));
    for payment in told.list("/payments") {
        facts.row(Of::Payment, &[&payment.to_string()], told.seq, &[("state", Some(json!(PaymentState::Left.code())))]);
    }
}

fn payment(facts: &mut Facts, told: &Told<'_>) {
    let Some(number) = number_of(told, "/payment") else { return };
    let (kind, money) = match told.kind {
        EventKind::RebatePaid => (PaymentKind::Rebate, "/cash"),
        _ => (PaymentKind::Refund, "/amount"),
    };
    let named = [
        ("kind", Some(json!(kind.code()))),
        ("client_id", told.get("/client")),
        ("currency", told.get(&format!("{money}/currency"))),
        ("amount_minor", told.get(&format!("{money}/minor"))),
        ("schedule_id", Some(Value::Null)),
        ("state", Some(json!(PaymentState::Due.code()))),
        ("payment_file_id", Some(Value::Null)),
    ];
    facts.row(Of::Payment, &[&number.to_string()], told.seq, &named);
}

fn statement(facts: &mut Facts, told: &Told<'_>) {
    let Some(id) = told.text("/statement") else { return };
    let grown = told.get("/grown") == Some(Value::Bool(true));
    let once = |value: Option<Value>| value.filter(|_| !grown);
    let named = [
        ("account", told.get("/account")),
        ("external_id", told.get("/external_id")),
        ("currency", told.get("/opening/currency")),
        ("opening_minor", told.get("/opening/minor")),
        ("closing_minor", told.get("/closing/minor")),
        ("entry_count", told.get("/entries")),
        ("closed_on", told.get("/closed_on")),
        ("opened_on", once(told.get("/opened_on"))),
        ("sequence", once(told.get("/sequence"))),
        ("file", once(told.get("/file"))),
        ("business_date", once(Some(json!(told.day)))),
    ];
    facts.row(Of::Statement, &[id], told.seq, &named);
}

fn receipt(facts: &mut Facts, told: &Told<'_>, number: &str) {
    let Some(number) = number_of(told, number) else { return };
    if told.kind == EventKind::ItemReturned {
        // It says what was returned, and of the entry no more than its number.
        return facts.row(Of::Receipt, &[&number.to_string()], told.seq, &[]);
    }
    // What is applied by hand says no more of the entry than its number.
    let named = [
        ("account", told.get("/account")),
        ("external_id", told.get("/statement")),
        ("entry_reference", told.get("/entry").filter(Value::is_string)),
        ("currency", told.get("/amount/currency")),
        ("amount_minor", told.get("/amount/minor")),
        ("value_date", told.get("/value_date").filter(|_| told.get("/amount").is_some())),
        ("debtor_id", told.get("/debtor").filter(Value::is_string)),
    ];
    facts.row(Of::Receipt, &[&number.to_string()], told.seq, &named);
}

/// LE-10: what of a bank entry went to which invoice.
fn applied(facts: &mut Facts, told: &Told<'_>) {
    let seq = told.seq.to_string();
    for part in told.list("/parts") {
        let Some(invoice) = part.get("invoice").and_then(Value::as_str) else { continue };
        let of = |pointer: &str| part.pointer(pointer).cloned();
        let named = [
            ("applied_minor", of("/applied/minor")),
            ("excess_minor", of("/excess/minor")),
            ("rule", told.get("/rule")),
            ("reason", told.get("/reason")),
        ];
        facts.row(Of::Application, &[&seq, invoice], told.seq, &named);
    }
}

fn ended(facts: &mut Facts, told: &Told<'_>) {
    let seq = told.seq.to_string();
    let parts = told.list("/parts").iter().filter_map(|part| part.get("invoice"));
    for invoice in told.body.get("invoice").into_iter().chain(parts).filter_map(Value::as_str) {
        facts.row(Of::Ended, &[&seq, invoice], told.seq, &[]);
    }
}
