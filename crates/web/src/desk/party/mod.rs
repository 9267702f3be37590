//! What the forms of clients and debtors share: name, address, numbers, bank account.

use super::form::{Fill, Group, Input, Reading};
use domain::party::{Address, BankAccount, Identifier, Identity};

/// Empty rows offered for further numbers.
const MORE_ROWS: usize = 2;

/// The fields of an address and of the numbers a party is known under.
pub(super) fn identity_groups(fill: &Fill<'_>) -> Vec<Group> {
    let address = vec![
        Input::Area(fill.hinted("street", "Street", "One line each for street, building, floor.").optional()),
        Input::Row(vec![fill.field("postcode", "Postal code").optional(), fill.field("city", "Town").optional()]),
        Input::Row(vec![
            fill.field("region", "State or province").optional(),
            fill.field("country", "Country").optional(),
        ]),
    ];
    let numbers = fill.rows(&[("scheme", "Kind"), ("number", "Number")], MORE_ROWS);
    vec![
        Group::new("Address", "The country as two letters, for example US.", address),
        Group::new(
            "Numbers",
            "Register, tax and network numbers: VAT DE123456789, LEI, DUNS, or a Peppol scheme such as 0088. Papers are matched by \
             them. An empty row is left out; saving offers further rows.",
            numbers,
        ),
    ]
}

/// Reads what [`identity_groups`] asked.
pub(super) fn read_identity(reading: &mut Reading<'_>) -> Identity {
    let sent = reading.sent;
    let country = sent.get("country").to_ascii_uppercase();
    if !country.is_empty() && (country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase())) {
        reading.errors.add("country", "Write the country as two letters, for example US (ISO 3166-1).");
    }
    let mut identifiers = Vec::new();
    let places = (0..).take_while(|at| sent.has(&format!("scheme-{at}")) || sent.has(&format!("number-{at}")));
    for at in places {
        let (scheme, value) = (sent.get(&format!("scheme-{at}")), sent.get(&format!("number-{at}")));
        match (scheme.is_empty(), value.is_empty()) {
            (true, true) => {}
            (true, false) => {
                reading.errors.add(format!("scheme-{at}"), "Say what kind of number it is, for example VAT.");
            }
            (false, true) => reading.errors.add(format!("number-{at}"), "Write the number, or empty its kind."),
            (false, false) => identifiers.push(Identifier { scheme: scheme.to_owned(), value: value.to_owned() }),
        }
    }
    Identity {
        trading_name: sent.some("trading_name").map(str::to_owned),
        address: Address {
            lines: lines(sent.get("street")),
            city: sent.get("city").to_owned(),
            postcode: sent.get("postcode").to_owned(),
            region: sent.get("region").to_owned(),
            country,
        },
        identifiers,
    }
}

/// The fields for [`read_identity`], filled from what is known.
pub(super) fn typed_identity(identity: &Identity) -> Vec<(String, String)> {
    let address = &identity.address;
    let mut fields = vec![
        ("trading_name".to_owned(), identity.trading_name.clone().unwrap_or_default()),
        ("street".to_owned(), address.lines.join("\n")),
        ("city".to_owned(), address.city.clone()),
        ("postcode".to_owned(), address.postcode.clone()),
        ("region".to_owned(), address.region.clone()),
        ("country".to_owned(), address.country.clone()),
    ];
    for (at, identifier) in identity.identifiers.iter().enumerate() {
        fields.push((format!("scheme-{at}"), identifier.scheme.clone()));
        fields.push((format!("number-{at}"), identifier.value.clone()));
    }
    fields
}

/// The fields of a bank account.
pub(super) fn account_group(fill: &Fill<'_>, hint: &str) -> Group {
    Group::new(
        "Bank account",
        hint,
        vec![
            Input::Text(fill.field("holder", "Account holder").optional()),
            Input::Text(
                fill.hinted("account", "IBAN or account number", "Check digits of an IBAN are checked.").optional(),
            ),
            Input::Row(vec![
                fill.field("bic", "BIC").optional(),
                fill.field("clearing", "Routing number or sort code").optional(),
            ]),
        ],
    )
}

/// Reads what [`account_group`] asked; nothing when all of it is empty.
pub(super) fn read_account(reading: &mut Reading<'_>) -> Option<BankAccount> {
    use domain::party::BankAccountError as Wrong;
    let sent = reading.sent;
    if ["holder", "account", "bic", "clearing"].iter().all(|name| sent.get(name).is_empty()) {
        return None;
    }
    let plain = |text: &str| text.split_whitespace().collect::<String>().to_ascii_uppercase();
    let account = BankAccount {
        holder: sent.get("holder").to_owned(),
        number: plain(sent.get("account")),
        bic: sent.some("bic").map(plain),
        clearing: sent.some("clearing").map(plain),
    };
    for problem in account.problems() {
        let field = match &problem {
            Wrong::Holder => "holder",
            Wrong::Number(_) | Wrong::Iban(_) => "account",
            Wrong::Bic(_) => "bic",
        };
        reading.errors.add(field, app::timeline::capital(&format!("{problem}.")));
    }
    Some(account)
}

/// The fields for [`read_account`], filled from what is known.
pub(super) fn typed_account(account: Option<&BankAccount>) -> Vec<(String, String)> {
    let Some(account) = account else { return Vec::new() };
    vec![
        ("holder".to_owned(), account.holder.clone()),
        ("account".to_owned(), account.number.clone()),
        ("bic".to_owned(), account.bic.clone().unwrap_or_default()),
        ("clearing".to_owned(), account.clearing.clone().unwrap_or_default()),
    ]
}

/// The lines of a text, without empty ones.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// An account as people read it: in groups of four where it is an IBAN.
pub(super) fn spaced(account: &BankAccount) -> String {
    if !account.is_iban() {
        return account.number.clone();
    }
    let letters: Vec<char> = account.number.chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

/// An address on one line.
pub(super) fn on_one_line(address: &Address) -> String {
    let town = [address.postcode.as_str(), address.city.as_str()].join(" ").trim().to_owned();
    let parts = address.lines.iter().map(String::as_str).chain([town.as_str(), &address.region, &address.country]);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
