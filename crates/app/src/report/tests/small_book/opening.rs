//! The small book on its first day: parties and agreements, and nothing booked.

use super::rows::draft;
use super::*;

fn terms(currency: Currency, non_recourse: bool) -> Terms {
    let rate = |permille| Rate::new(Decimal::new(permille, 3)).unwrap();
    Terms {
        currency,
        advance_rate: rate(850),
        advance_rate_by_debtor: [("DEB-2".to_owned(), rate(800))].into(),
        fee: FeeTerms::default(),
        transfer_fees: TransferFees { wire: 2500, credit_transfer: 0 },
        release: ReleaseCalendar::PerInvoice,
        escrow: Some(Escrow { share: rate(100), cap: 5_000_000 }),
        recourse: Recourse {
            kind: if non_recourse { RecourseType::NonRecourse } else { RecourseType::FullRecourse },
            window_days: 90,
            from: RecourseFrom::Purchase,
        },
        facility_limit: FacilityLimit { amount: 10_000_000_000, basis: LimitBasis::Nfe },
        notification: NotificationMode::Notification,
        max_terms_days: 120,
        max_age_days: 90,
        tolerance: Tolerance { share: rate(5), cap: 500 },
        discretionary_reserve: 0,
        servicing: domain::contact::Profile::Standard,
    }
}

impl SmallBook {
    /// Two clients (one in dollars with recourse, one in euros without), two debtors each, and nothing booked.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(noon(FIRST_DAY).as_microsecond()));
        let mut last_id = 0;
        let mut id = || {
            last_id += 1;
            Uuid::from_u128(last_id)
        };
        let factor = Factor {
            id: FactorId(id()),
            name: "Quay Street Factors".to_owned(),
            country: "US".to_owned(),
            currency: Currency::USD,
            zone: "America/New_York".to_owned(),
            calendar: Calendar::UnitedStates,
            account: None,
        };
        let time = clock.clone();
        let now: store::Now = Arc::new(move || Timestamp::from_microsecond(time.load(Ordering::SeqCst)).unwrap());
        let book = Book::create(&folder.path().into(), &factor, now, store::book::Salts::new([7; 32])).unwrap();
        let clients: Vec<Client> = [("HARBOR", "Harbor Timber"), ("LINDEN", "Linden Metall")]
            .map(|(code, name)| Client {
                id: ClientId(id()),
                code: Code::parse(code).unwrap(),
                name: name.to_owned(),
                status: ClientStatus::ALL[0],
                account_manager: "Ada".to_owned(),
                identity: Identity::default(),
                account: None,
                guarantor: None,
            })
            .into();
        let debtors: Vec<Debtor> = (1..=4)
            .map(|number| Debtor {
                id: DebtorId(id()),
                code: Code::parse(&format!("DEB-{number}")).unwrap(),
                name: format!("Debtor, No. {number}"),
                status: DebtorStatus::ALL[0],
                debtor_type: domain::party::DebtorType::Business,
                limit: Money::new(100_000_000, if number < 3 { Currency::USD } else { Currency::EUR }),
                identity: Identity::default(),
                paying_accounts: Vec::new(),
            })
            .collect();
        let agreements: Vec<Agreement> = clients
            .iter()
            .zip([terms(Currency::USD, false), terms(Currency::EUR, true)])
            .map(|(client, terms)| Agreement {
                id: AgreementId(id()),
                client: client.id,
                version: 1,
                state: AgreementState::Effective,
                effective_from: FIRST_DAY,
                terms,
                signatures: Vec::new(),
            })
            .collect();
        let kept = (clients.clone(), debtors.clone(), agreements.clone());
        book.write(move |unit| -> Result<(), Fault> {
            for client in &kept.0 {
                kept::party::put_client(unit, client)?;
            }
            for debtor in &kept.1 {
                kept::party::put_debtor(unit, debtor)?;
            }
            for agreement in &kept.2 {
                kept::agreement::put(unit, agreement)?;
            }
            unit.record(&draft(EventKind::BookOpened, FIRST_DAY), &[]).map(drop)
        })
        .unwrap();
        Self {
            book,
            clients,
            debtors,
            today: FIRST_DAY,
            invoices: Vec::new(),
            receipts: Vec::new(),
            agreements,
            clock,
            last_id,
            closing: HashMap::new(),
            _folder: folder,
        }
    }
}
