//! The rows that stand beside each event of the small book.

use super::*;

pub(super) fn draft(kind: EventKind, business_date: Date) -> Draft<'static> {
    Draft { kind, business_date, actor: "test", body: "{\"by\":\"a test\"}" }
}

pub(super) fn available(unit: &mut Unit<'_>, receivable: &Receivable) -> Result<AvailableReserve, Fault> {
    Ok(AvailableReserve(unit.position(receivable.client, receivable.currency)?.available))
}

pub(super) fn collect(
    unit: &mut Unit<'_>,
    receivable: &Receivable,
    terms: &Terms,
    receipt: &Receipt,
    source: Source,
    on: Date,
) -> Result<(i64, cash::Collected), Fault> {
    let money = cash::Receipt {
        id: receipt.id,
        amount: receipt.amount.minor,
        value_date: receipt.value_date,
        instrument: receipt.instrument,
        source,
        reason: "its number".to_owned(),
    };
    let mut available = available(unit, receivable)?;
    let collected = cash::collect(receivable, terms, Calendar::UnitedStates, &money, &mut available).unwrap();
    let seq = unit.record(&draft(EventKind::ReceiptApplied, on), &collected.journals)?;
    kept::invoice::set_balances(unit, &collected.receivable)?;
    Ok((seq, collected))
}

pub(super) fn applied(
    unit: &mut Unit<'_>,
    receipt: &Receipt,
    seq: i64,
    collected: &cash::Collected,
) -> Result<(), Fault> {
    let application = Application {
        receipt: receipt.id,
        event_seq: seq,
        invoice: collected.receivable.id,
        applied: collected.applied,
        excess: collected.excess,
        rule: MatchRule::ALL[0],
        reason: "its number".to_owned(),
        ended_seq: None,
    };
    kept::cash::add(unit, &application)
}

pub(super) fn schedule_of(id: ScheduleId, client: ClientId, number: i64, on: Date, sum: Money, fee: Money) -> Schedule {
    let mut content_sha256 = [0; 32];
    content_sha256[..16].copy_from_slice(id.bytes());
    Schedule {
        id,
        client,
        number,
        state: ScheduleState::Decided,
        business_date: on,
        line_count: 1,
        line_sum: sum,
        files: vec!["schedule.csv".to_owned()],
        content_sha256,
        transfer_method: TransferMethod::Wire,
        transfer_fee: fee,
        decided_lines: 1,
    }
}

pub(super) type Kind = (PaymentKind, Option<ClientId>, Option<ScheduleId>, Option<ReceiptId>);

pub(super) fn add_payment(
    unit: &mut Unit<'_>,
    id: PaymentId,
    (kind, client, schedule, receipt): Kind,
    amount: Money,
    due_on: Date,
) -> Result<(), Fault> {
    let number = unit.next_number("payment")?;
    let payment = Payment {
        id,
        number,
        kind,
        client,
        debtor: None,
        schedule,
        receipt,
        amount,
        transfer_method: TransferMethod::Wire,
        due_on,
        payee: None,
        state: PaymentState::Due,
        file: None,
    };
    kept::payment::add(unit, &payment)
}

pub(super) fn statement_of(
    id: StatementId,
    sequence: i64,
    (opening, closing, currency): (i64, i64, Currency),
    on: Date,
) -> Statement {
    Statement {
        id,
        account: "COLLECTIONS".to_owned(),
        external_id: format!("ST-{sequence}"),
        sequence: Some(sequence),
        opening: Money::new(opening, currency),
        closing: Money::new(closing, currency),
        opened_on: on,
        closed_on: on,
        file: "statement.xml".to_owned(),
        business_date: on,
        entry_count: 1,
    }
}

pub(super) fn receipt_of(
    id: ReceiptId,
    statement: &Statement,
    number: i64,
    amount: Money,
    value_date: Date,
) -> Receipt {
    Receipt {
        id,
        number,
        statement: statement.id,
        account: statement.account.clone(),
        external_id: statement.external_id.clone(),
        entry_reference: "1".to_owned(),
        credit: true,
        booking_date: statement.closed_on,
        value_date,
        amount,
        instrument: Instrument::AchCredit,
        payer_name: "@Payer; one \"two\"".to_owned(),
        payer_account: "DE00".to_owned(),
        details: EntryDetails::default(),
        debtor: None,
        state: ReceiptState::Applied,
        unapplied: 0,
    }
}
