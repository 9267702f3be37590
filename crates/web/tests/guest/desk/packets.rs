//! GL-60 at the desk: a debtor is said to be a federal agency, the packet of its contract is begun, confirmed, sent and signed.

use super::super::browser::{FIREFOX, send};
use super::super::house::House;
use super::Clerk;
use app::guest::GuestParty;

const PAIR: &str = "/relations/HARBOR/ASTON";
const TEXT: &[u8] = b"a paper";

/// The debtor's form as it stands, with another kind of debtor.
fn agency(clerk: &Clerk<'_>, kind: &str) -> super::super::browser::Reply {
    let fields = [
        ("name", "Aston Survey Office"),
        ("status", "ACTIVE"),
        ("debtor_type", kind),
        ("limit", "500,000"),
        ("currency", "USD"),
        ("country", "US"),
    ];
    clerk.post("/debtors/ASTON/edit", &fields, None)
}

fn begun(clerk: &Clerk<'_>) -> String {
    agency(clerk, "US_FEDERAL").expect(303);
    let fields = [("contract", "ASO-26-C-7"), ("amount", "84,000.00")];
    let reply = clerk.post(&format!("{PAIR}/packets"), &fields, None).expect(303);
    reply.header("location").unwrap()
}

fn confirmed(clerk: &Clerk<'_>, packet: &str) {
    for point in ["AMOUNT", "FINANCING_INSTITUTION", "ALL_UNPAID", "ONE_PARTY", "NOT_PROHIBITED"] {
        let fields = [("point", point), ("confirmed_by", "Ines Calder")];
        clerk.done_with(&format!("{packet}/confirm"), &fields, Some(("paper", "contract.txt", TEXT)));
    }
}

#[test]
fn gl_60_a_packet_is_taken_through_its_steps_at_the_desk() {
    let house = House::new();
    let clerk = Clerk::of(&house);
    agency(&clerk, "").expect(422).says("Choose one of the list");
    agency(&clerk, "US_FEDERAL").expect(303);
    clerk.page("/debtors/ASTON").says("US federal agency");
    let relation = clerk.page(PAIR);
    relation.says("no contract has a packet yet");
    assert!(!relation.text.contains("Prepare the notice"), "no notice is offered");

    let packet = begun(&clerk);
    clerk
        .page(&packet)
        .says("Next: 5 points of the checklist are to be confirmed. Until then invoices of this contract wait.");
    clerk.page("/today").says("Complete 1 Assignment of Claims packet");
    clerk.page("/today").says("Renew our registration in SAM");
    confirmed(&clerk, &packet);
    clerk.page(&packet).says("The checklist is complete.");
    for to in ["CONTRACTING_OFFICER", "DISBURSING_OFFICER"] {
        let fields = [("to", to), ("person", "R. Holt"), ("sent_on", "2026-06-15"), ("how", "registered mail RE 7")];
        let files = [("notice", "notice.txt", &b"notice"[..]), ("copy", "copy.txt", &b"copy"[..])];
        clerk.done_all(&format!("{packet}/send"), &fields, &files).says("registered mail RE 7");
        let fields = [("acknowledged_by", to), ("acknowledged_on", "2026-06-15")];
        let file = Some(("acknowledgement", "signed.txt", TEXT));
        clerk.done_with(&format!("{packet}/acknowledge"), &fields, file).says("signed 15 June 2026");
    }
    clerk.page(&packet).says("Next: look up our registration in SAM");
    let fields =
        [("checked_on", "2026-06-15"), ("expires_on", "2026-07-10"), ("registration_by", "Ines"), ("evidence", "Q7")];
    clerk.done(&format!("{packet}/registration"), &fields).says("invoices of this contract are bought");
    clerk.page("/today").says("Renew our registration in SAM");
    clerk.page(PAIR).says("ASO-26-C-7");
    let back = [("taken_back_by", "CONTRACTING_OFFICER"), ("taken_back_on", "2026-06-15"), ("why", "wrong office")];
    clerk.done(&format!("{packet}/take-back"), &back).says("Taken back by the contracting officer");
    clerk.page("/today").says("taken back: new invoices wait");
    let given = [("manager", "Tomas Reyl"), ("reason", "signs again on Monday"), ("until", "2026-06-20")];
    clerk.done(&format!("{packet}/override"), &given).says("by override of Tomas Reyl");
    clerk.done(&format!("{packet}/end-override"), &[]).says("The override has ended");
    clerk.get("/packets/nonsense").expect(404);
    let home = send(house.door, "GET", &house.harbor(), FIREFOX, b"").expect(200);
    home.says("US federal agency: papers instead of a notice");

    // What it has acknowledged stands on the agency's own page, though no notice was given.
    let agencys = house.task(|task| Ok(store::kept::party::debtor_by_code(task, "ASTON")?.expect("it is there").id));
    let (_, path) = house.link(GuestParty::Debtor(agencys), None);
    send(house.door, "GET", &path, FIREFOX, b"").expect(200).says("Harbor Foods LLC");
}

#[test]
fn gl_60_every_mistyped_field_is_named_at_once_and_stays() {
    let house = House::new();
    let clerk = Clerk::of(&house);
    let packet = begun(&clerk);
    let new = clerk.refused(&format!("{PAIR}/packets"), &[("contract", ""), ("amount", "much")]);
    new.says("2 things need correcting");
    assert!(new.text.contains("value=\"much\""), "what was typed stays");
    let small = clerk.refused(&format!("{PAIR}/packets"), &[("contract", "aso 26 c 7"), ("amount", "999.99")]);
    small.says("has a packet already");
    small.says("the Act asks for 1,000.00 USD or more");
    clerk
        .refused(&format!("{packet}/confirm"), &[("point", "NONE"), ("confirmed_by", "")])
        .says("3 things need correcting");
    let fields = [("to", "SURETY"), ("person", ""), ("sent_on", "soon"), ("how", "by  hand")];
    let sent = clerk.refused(&format!("{packet}/send"), &fields);
    sent.says("6 things need correcting");
    sent.says("There is no surety on this contract");
    confirmed(&clerk, &packet);
    let sent = clerk.refused(&format!("{packet}/send"), &fields);
    sent.says("5 things need correcting");
    assert!(sent.text.contains("value=\"by  hand\""), "what was typed stays");
    let fields = [("checked_on", "2026-06-16"), ("expires_on", ""), ("registration_by", ""), ("evidence", "")];
    clerk.refused(&format!("{packet}/registration"), &fields).says("4 things need correcting");
    let fields = [("manager", ""), ("reason", ""), ("until", "2026-12-31")];
    let refused = clerk.refused(&format!("{packet}/override"), &fields);
    refused.says("3 things need correcting");
    refused.says("is more than 30 days away");
    clerk.refused(&format!("{packet}/acknowledge"), &[("acknowledged_by", "SURETY")]).says("3 things need correcting");
    clerk.refused(&format!("{packet}/release"), &[("released_on", "2026-06-15")]).says("no agency was told");
}
