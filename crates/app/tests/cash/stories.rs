//! Random stories at the desk and the bank: whatever comes in whatever order, the book holds against itself, and what is
//! not possible is refused, never a fault.

use crate::bank::{Entry, Paper};
use crate::book::{ALPHA, BETA, World};
use app::cash::{self, Placement};
use app::{Error, Task};
use domain::id::InvoiceId;
use domain::invoice::TransferMethod;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use store::kept;
use store::kept::statement::{Receipt, ReceiptState};

#[derive(Debug, Clone)]
enum Step {
    /// A debtor pays a share of an invoice's face, in thousandths; named or not, by wire or check.
    Pay {
        invoice: usize,
        share: i64,
        named: bool,
        check: bool,
    },
    /// Two invoices by one payment with a remittance advice.
    PayTwo {
        first: usize,
        second: usize,
        rest: i64,
    },
    Apply {
        receipt: usize,
        invoice: usize,
        share: i64,
    },
    Undo {
        receipt: usize,
        place: usize,
    },
    Refund {
        receipt: usize,
        share: i64,
    },
    /// The bank takes a payment back, with a fee.
    Return {
        receipt: usize,
    },
    Rebate,
    Accrue,
    Sell {
        minor: i64,
    },
    /// Days go by.
    Wait {
        days: i64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let share = || prop_oneof![Just(1_000), Just(997), Just(1_003), Just(1_200), 1..1_500_i64];
    prop_oneof![
        4 => (0..20_usize, share(), any::<bool>(), any::<bool>())
            .prop_map(|(invoice, share, named, check)| Step::Pay { invoice, share, named, check }),
        2 => (0..20_usize, 0..20_usize, 0..50_000_i64)
            .prop_map(|(first, second, rest)| Step::PayTwo { first, second, rest }),
        3 => (0..30_usize, 0..20_usize, share()).prop_map(|(receipt, invoice, share)| Step::Apply { receipt, invoice, share }),
        4 => (0..30_usize, 0..3_usize).prop_map(|(receipt, place)| Step::Undo { receipt, place }),
        1 => (0..30_usize, share()).prop_map(|(receipt, share)| Step::Refund { receipt, share }),
        2 => (0..30_usize).prop_map(|receipt| Step::Return { receipt }),
        2 => Just(Step::Rebate),
        1 => Just(Step::Accrue),
        1 => (10_000..900_000_i64).prop_map(|minor| Step::Sell { minor }),
        2 => (1..25_i64).prop_map(|days| Step::Wait { days }),
    ]
}

struct Story {
    world: World,
    today: Date,
    invoices: Vec<InvoiceId>,
    statements: u32,
    bank: i64,
}

impl Story {
    fn new() -> Self {
        let today = date(2026, 4, 20);
        let world = World::with(date(2026, 3, 2), &crate::book::terms("USD"));
        let mut story = Self { world, today, invoices: Vec::new(), statements: 0, bank: 0 };
        for minor in [1_000_000, 650_000, 400_000, 12_345] {
            story.sell(minor);
        }
        story
    }

    fn sell(&mut self, minor: i64) {
        self.world.on(self.today);
        let place = self.invoices.len();
        let (client, debtor) = [("CLIENT-K", "ALPHA"), ("CLIENT-K", "BETA"), ("CLIENT-B", "ALPHA")][place % 3];
        let number = format!("INV-{place:03}");
        let sold = self.world.buy_from(client, debtor, &number, minor, TransferMethod::CreditTransfer);
        self.invoices.push(sold);
    }

    fn payer(&self, invoice: usize) -> (&'static str, &'static str) {
        if invoice % 3 == 1 { BETA } else { ALPHA }
    }

    fn bank(&mut self, entries: Vec<Entry>) {
        self.statements += 1;
        let paper = Paper::new(&format!("S-{}", self.statements), self.today, self.bank, entries);
        self.bank = paper.closing();
        self.world.bank(&paper);
    }

    fn incoming(&self) -> Vec<Receipt> {
        let all = self.world.app.read(|reads| Ok(kept::statement::newest_receipts(reads, None, 1_000)?)).unwrap();
        all.into_iter().filter(|one| one.credit).collect()
    }

    /// Refused or done, never a fault.
    fn act<T>(&self, work: impl FnOnce(&mut Task<'_, '_>) -> Result<T, Error> + Clone + Send + 'static) -> Option<T>
    where
        T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
    {
        match self.world.run(work) {
            Ok(done) => Some(done),
            Err(Error::Refused(_)) => None,
            Err(fault) => panic!("{fault}"),
        }
    }

    fn play(&mut self, step: &Step) {
        self.world.on(self.today);
        let receipts = self.incoming();
        let of = |place: usize| receipts.get(place % receipts.len().max(1)).cloned();
        match *step {
            Step::Wait { days } => self.today = self.today.saturating_add(jiff::Span::new().days(days)),
            Step::Sell { minor } => self.sell(minor),
            Step::Accrue => drop(cash::accrue_fees(&self.world.app, self.today, "test", &mut |_| {}).unwrap()),
            Step::Rebate => {
                for client in ["CLIENT-K", "CLIENT-B"].map(|code| self.world.client_id(code)) {
                    self.act(move |task| cash::pay_rebate(task, client, true));
                }
            }
            Step::Pay { invoice, share, named, check } => {
                let invoice = invoice % self.invoices.len();
                let face = self.world.invoice(self.invoices[invoice]).face;
                let (name, account) = self.payer(invoice);
                let text = if named { format!("INV-{invoice:03}") } else { "payment".to_owned() };
                let entry = Entry::new("E-1", (face * share / 1_000).max(1)).from(name, account).text(&text);
                self.bank(vec![if check { entry.check("77") } else { entry }]);
            }
            Step::PayTwo { first, second, rest } => {
                let (first, second) = (first % self.invoices.len(), second % self.invoices.len());
                let part = |place: usize| self.world.invoice(self.invoices[place]).face / 2;
                let (numbers, parts) =
                    ([first, second].map(|one| format!("INV-{one:03}")), [part(first), part(second)]);
                let (name, account) = self.payer(first);
                let documents = [(numbers[0].as_str(), Some(parts[0])), (numbers[1].as_str(), Some(parts[1]))];
                let entry = Entry::new("E-1", parts[0] + parts[1] + rest).from(name, account).paying(&documents);
                self.bank(vec![entry]);
            }
            Step::Apply { receipt, invoice, share } => {
                let (Some(receipt), invoice) = (of(receipt), self.invoices[invoice % self.invoices.len()]) else {
                    return;
                };
                let allocations = [(invoice, receipt.unapplied * share.min(1_000) / 1_000)];
                self.act(move |task| cash::apply(task, receipt.id, &allocations, "as the debtor says"));
            }
            Step::Undo { receipt, place } => {
                let Some(receipt) = of(receipt) else { return };
                let applied = self.world.app.read(|reads| Ok(kept::cash::of_receipt(reads, receipt.id)?)).unwrap();
                let active: Vec<_> = applied.into_iter().filter(|one| one.ended_seq.is_none()).collect();
                if let Some(invoice) = active.get(place % active.len().max(1)).map(|one| one.invoice) {
                    let done = self.act(move |task| cash::undo(task, receipt.id, invoice, "wrong"));
                    assert!(done.is_some(), "what is applied can be undone");
                }
            }
            Step::Refund { receipt, share } => {
                let Some(receipt) = of(receipt) else { return };
                let minor = receipt.unapplied * share / 1_000;
                self.act(move |task| cash::refund(task, receipt.id, minor));
            }
            Step::Return { receipt } => {
                let Some(receipt) = of(receipt) else { return };
                let back = Entry::new("R-1", -receipt.amount.minor).from(&receipt.payer_name, &receipt.payer_account);
                self.bank(vec![back.returned("AC06"), Entry::new("F-1", -1_200).text("Return fee")]);
                let waiting = self
                    .world
                    .app
                    .read(|reads| Ok(kept::statement::receipts_in(reads, ReceiptState::DebitWaiting, 0, 1_000)?));
                let waiting = waiting.unwrap();
                let newest = &waiting[waiting.len() - 2..];
                let (entry, fee, paid) = (newest[0].id, newest[1].id, receipt.id);
                if self.act(move |task| cash::return_item(task, entry, paid)).is_none() {
                    self.act(move |task| cash::place_debit(task, entry, Placement::BankCharge));
                }
                let client = self.world.client_id("CLIENT-K");
                self.act(move |task| cash::place_debit(task, fee, Placement::PassOnTo { client }));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_book_holds(steps in prop::collection::vec(step(), 1..25)) {
        let mut story = Story::new();
        for step in &steps {
            story.play(step);
        }
        story.world.check();
        // Everything that still stands can be taken back, in any order.
        for place in 0..story.incoming().len() {
            while story.incoming()[place].state == ReceiptState::Applied {
                story.play(&Step::Undo { receipt: place, place: steps.len() });
            }
        }
        story.world.check();
        // What the bank has is what the book has, but for what still waits to be booked.
        let collections = story.world.balance(domain::ledger::Account::CollectionsCash);
        let waiting = story.world.app.read(|reads| Ok(kept::statement::receipts_in(reads, ReceiptState::DebitWaiting, 0, 1_000)?));
        let waiting: i64 = waiting.unwrap().iter().map(|one| one.amount.minor).sum();
        prop_assert_eq!(collections - waiting, story.bank);
    }
}
