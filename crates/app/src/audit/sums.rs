//! The kept sums: balances, daily sums and exposures are what the journals add up to; and GL-08 per client.

use super::chain::Replay;
use super::{Audit, Broken, Checked, broken, differ, many, streamed};
use domain::id::ClientId;
use domain::ledger::Account;
use domain::money::Currency;
use std::collections::BTreeMap;
use store::kept::history::proving::{self, KeptSum};
use uuid::Uuid;

pub(super) fn prove(audit: &mut Audit<'_>, replay: &Replay) -> Checked {
    balances(audit, replay)?;
    days(audit, replay)?;
    exposures(audit, replay)?;
    funds(audit, replay)
}

fn whose(audit: &Audit<'_>, client: Uuid) -> String {
    if client.is_nil() { "nobody in particular".to_owned() } else { audit.names.client(Some(ClientId(client))) }
}

fn balances(audit: &mut Audit<'_>, replay: &Replay) -> Checked {
    let mut left = replay.balances.clone();
    let mut odd: Option<(KeptSum, i64)> = None;
    let count = left.len();
    proving::balances(audit.reads, &mut |kept| {
        let said = left.remove(&(kept.client, kept.currency, kept.account)).unwrap_or(0);
        if odd.is_none() && said != kept.debit {
            odd = Some((*kept, said));
        }
        Ok(())
    })?;
    let missing = left.into_iter().find(|(_, amount)| *amount != 0).map(|((client, currency, account), amount)| {
        (KeptSum { client, currency, account, day: None, debit: 0, credit: 0 }, amount)
    });
    if let Some((kept, said)) = odd.or(missing) {
        let whose = whose(audit, kept.client);
        let differ = differ(kept.debit, said, kept.currency);
        return broken("balances", format!("account {} of {whose}: kept {differ} of its journals", kept.account));
    }
    audit.prove("balances", format!("{} as the journals add up", many(count as i64, "kept balance")));
    Ok(())
}

fn days(audit: &mut Audit<'_>, replay: &Replay) -> Checked {
    let mut left = replay.days.clone();
    let mut odd: Option<(KeptSum, (i64, i64))> = None;
    let count = left.len();
    proving::daily_sums(audit.reads, &mut |kept| {
        let key = kept.day.map(|day| (kept.client, kept.currency, kept.account, day));
        let said = key.and_then(|key| left.remove(&key)).unwrap_or((0, 0));
        if odd.is_none() && said != (kept.debit, kept.credit) {
            odd = Some((*kept, said));
        }
        Ok(())
    })?;
    let missing = left.into_iter().find(|(_, sums)| *sums != (0, 0)).map(|((client, currency, account, day), sums)| {
        (KeptSum { client, currency, account, day: Some(day), debit: 0, credit: 0 }, sums)
    });
    if let Some((kept, (debit, credit))) = odd.or(missing) {
        let whose = whose(audit, kept.client);
        let day = kept.day.map_or_else(String::new, |day| format!(" on {day}"));
        let differ = if kept.debit == debit {
            format!("kept credit {}", differ(kept.credit, credit, kept.currency))
        } else {
            format!("kept debit {}", differ(kept.debit, debit, kept.currency))
        };
        let place = format!("account {} of {whose}{day}: {differ} of its journals", kept.account);
        return broken("daily sums", place);
    }
    audit.prove("daily sums", format!("{} as the journals add up", many(count as i64, "kept daily sum")));
    Ok(())
}

fn exposures(audit: &mut Audit<'_>, replay: &Replay) -> Checked {
    let mut left = replay.exposures.clone();
    let count = left.len();
    let names = &audit.names;
    let place = |(debtor, client, currency): (_, _, Currency), kept, said| {
        let (debtor, client) = (names.debtor(Some(debtor)), names.client(Some(client)));
        let differ = differ(kept, said, currency);
        Broken { name: "exposures", place: format!("debtor {debtor} on {client}: kept {differ} of its journals") }
    };
    streamed(|stop| {
        proving::exposures(audit.reads, &mut |key, kept| {
            let said = left.remove(&key).unwrap_or(0);
            if said == kept { Ok(()) } else { Err(stop(place(key, kept, said))) }
        })
    })?;
    if let Some((key, said)) = left.into_iter().find(|(_, said)| *said != 0) {
        let Broken { name, place } = place(key, 0, said);
        return broken(name, place);
    }
    audit.prove("exposures", format!("{} as the journals add up", many(count as i64, "kept exposure")));
    Ok(())
}

/// GL-08: ledger + due from client - reserves = what was paid out and charged less what was collected, for each client.
fn funds(audit: &mut Audit<'_>, replay: &Replay) -> Checked {
    let mut sides: BTreeMap<(Uuid, Currency), (i64, i64)> = BTreeMap::new();
    for ((client, currency, account), amount) in replay.balances.iter().filter(|((client, ..), _)| !client.is_nil()) {
        let side = sides.entry((*client, *currency)).or_default();
        match account {
            Account::ReceivablesRecourse
            | Account::ReceivablesNonRecourse
            | Account::DueFromClients
            | Account::ReserveHeld
            | Account::ReserveAvailable
            | Account::ReserveEscrow => side.0 += amount,
            _ => side.1 -= amount,
        }
    }
    for ((client, currency), (position, flows)) in &sides {
        if position != flows {
            let whose = whose(audit, *client);
            let place = format!("funds employed of {whose}: {}", differ(*position, *flows, *currency));
            return broken("funds employed", place);
        }
    }
    let detail = "ledger and dues less reserves are advances, rebates and fees less collections";
    audit.prove("funds employed", format!("{}: {detail}", many(sides.len() as i64, "client account")));
    Ok(())
}
