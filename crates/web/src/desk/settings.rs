//! Settings: the factor's own name and account, how it writes, its policies, and where each client's column mappings are.

use super::form::{Fill, FormPage, Group, Input, Reading};
use super::page::{Answer, Desk};
use super::party::{account_group, on_one_line, read_account, spaced, typed_account};
use super::policies::POLICIES;
use super::posted::{Posted, to_fields};
use crate::Web;
use crate::look::facts::Fact;
use crate::look::form::FormErrors;
use crate::look::{Page, filters};
use app::party::{FactorParticulars, save_factor};
use askama::Template;
use axum::Router;
use axum::routing::get;
use domain::contact::Sender;
use domain::party::Address;
use store::kept;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/settings", get(show))
        .route("/settings/factor", get(edit).post(save))
        .route("/settings/sender", get(edit_sender).post(save_as_sender))
}

struct Mapped {
    code: String,
    name: String,
    mappings: Vec<String>,
}

#[derive(Template)]
#[template(path = "desk/settings.html")]
struct SettingsPage {
    page: Page,
    facts: Vec<Fact>,
    sender: Vec<Fact>,
    policies: Vec<Fact>,
    clients: Vec<Mapped>,
}

async fn show(desk: Desk) -> Answer {
    let (clients, sender, own) = desk
        .read(|snapshot| {
            let mut mapped = Vec::new();
            let all = kept::view::client::mappings(snapshot)?;
            for client in kept::party::clients(snapshot)? {
                let mappings = all.iter().filter(|(of, _)| *of == client.id).map(|(_, name)| name.clone()).collect();
                mapped.push(Mapped { code: client.code.to_string(), name: client.name, mappings });
            }
            let own = POLICIES.iter().map(|policy| policy.own(snapshot)).collect::<Result<Vec<_>, _>>()?;
            Ok((mapped, app::party::sender(snapshot)?, own))
        })
        .await?;
    let factor = &desk.factor;
    let account = factor.account.as_ref();
    let facts = vec![
        Fact::new("Name", factor.name.as_str()),
        Fact::new(
            "Payments leave from",
            account.map_or_else(|| "no account yet: no payment file can be made".to_owned(), spaced),
        ),
        Fact::new("Country", factor.country.as_str()),
        Fact::new("Currency", factor.currency.to_string()),
        Fact::new("Time zone", factor.zone.as_str()),
    ];
    let sender = sender_facts(&sender);
    let policies = POLICIES.iter().zip(own).map(|(policy, own)| {
        let value = match own {
            0 => "as usual".to_owned(),
            1 => "1 figure is your own".to_owned(),
            many => format!("{many} figures are your own"),
        };
        Fact::new(policy.title, value).link(format!("/settings/policies/{}", policy.name))
    });
    let policies = policies.collect();
    desk.show(&SettingsPage { page: desk.page(None), facts, sender, policies, clients })
}

fn sender_facts(sender: &Sender) -> Vec<Fact> {
    let missing = |text: &str| if text.is_empty() { "not said yet".to_owned() } else { text.to_owned() };
    vec![
        Fact::new("Postal address", missing(&on_one_line(&sender.address))),
        Fact::new("Mail address", missing(&sender.email)),
        Fact::new("Telephone", missing(&sender.phone)),
        Fact::new("Register line", missing(&sender.register)),
        Fact::new("Guests reach us at", missing(&sender.guest_address)),
    ]
}

fn sender_form(desk: &Desk, sent: &Posted, errors: FormErrors) -> FormPage {
    let fill = Fill { sent, errors: &errors };
    let paper = Group::new(
        "On paper",
        "",
        vec![
            Input::Area(fill.hinted("lines", "Street and building", "One line each.")),
            Input::Row(vec![
                fill.field("postcode", "Postal code").optional(),
                fill.field("city", "Town"),
                fill.field("region", "State or province").optional(),
                fill.field("country", "Country"),
            ]),
            Input::Text(fill.hinted("register", "Register line", "Small print at the end of letters.").optional()),
        ],
    );
    let reached = Group::new(
        "How we are reached",
        "",
        vec![
            Input::Text(fill.hinted("email", "Mail address", "Letters come from it and answers go to it.")),
            Input::Text(fill.hinted("phone", "Telephone", "Whom to call when in doubt about a letter.")),
            Input::Text(fill.hinted(
                "guest_address",
                "Address of the guest pages",
                "Links and check pages begin with it, for example https://pay.lantern.example.",
            )),
        ],
    );
    FormPage {
        page: desk.page(None),
        title: "How we write".to_owned(),
        crumbs: vec![("Settings".to_owned(), "/settings".to_owned())],
        lead: "Every letter and every mail carries this. Nothing can be sent before it is complete.".to_owned(),
        errors,
        action: "/settings/sender".to_owned(),
        groups: vec![paper, reached],
        submit: "Save".to_owned(),
        cancel: "/settings".to_owned(),
    }
}

async fn edit_sender(desk: Desk) -> Answer {
    let sender = desk.read(|book| app::party::sender(book)).await?;
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let fields = vec![
        field("lines", &sender.address.lines.join("\n")),
        field("postcode", &sender.address.postcode),
        field("city", &sender.address.city),
        field("region", &sender.address.region),
        field(
            "country",
            if sender.address.country.is_empty() { &desk.factor.country } else { &sender.address.country },
        ),
        field("register", &sender.register),
        field("email", &sender.email),
        field("phone", &sender.phone),
        field("guest_address", &sender.guest_address),
    ];
    desk.show(&sender_form(&desk, &Posted::suggested(fields), FormErrors::default()))
}

async fn save_as_sender(desk: Desk, posted: Posted) -> Answer {
    let text = |name: &str| posted.get(name).to_owned();
    let new = Sender {
        address: Address {
            lines: posted
                .raw("lines")
                .lines()
                .map(|line| line.trim().to_owned())
                .filter(|line| !line.is_empty())
                .collect(),
            city: text("city"),
            postcode: text("postcode"),
            region: text("region"),
            country: text("country").to_uppercase(),
        },
        email: text("email"),
        phone: text("phone"),
        register: text("register"),
        guest_address: text("guest_address"),
    };
    let mut errors = FormErrors::default();
    match desk.change(&posted, move |task| app::party::save_sender(task, &new)).await {
        Ok(_) => return Ok(desk.done("/settings", "How we write is saved; the next letter carries it.", None)),
        Err(error) => to_fields(error, &[], &mut errors)?,
    }
    desk.refused(&sender_form(&desk, &posted, errors))
}

fn form(desk: &Desk, sent: &Posted, errors: FormErrors) -> FormPage {
    let fill = Fill { sent, errors: &errors };
    let hint = "Payments to clients leave from it. No payment file can be made while it is empty.";
    let groups =
        vec![Group::new("", "", vec![Input::Text(fill.field("name", "Registered name"))]), account_group(&fill, hint)];
    FormPage {
        page: desk.page(None),
        title: "Change the factor's particulars".to_owned(),
        crumbs: vec![("Settings".to_owned(), "/settings".to_owned())],
        lead: "Country, currency and time zone rule every date and stay as they were opened.".to_owned(),
        errors,
        action: "/settings/factor".to_owned(),
        groups,
        submit: "Save".to_owned(),
        cancel: "/settings".to_owned(),
    }
}

async fn edit(desk: Desk) -> Answer {
    let mut fields = vec![("name".to_owned(), desk.factor.name.clone())];
    fields.extend(typed_account(desk.factor.account.as_ref()));
    desk.show(&form(&desk, &Posted::suggested(fields), FormErrors::default()))
}

async fn save(desk: Desk, posted: Posted) -> Answer {
    let mut reading = Reading::new(&posted);
    let name = reading.need("name", "Write the registered name.", |text| Ok(text.to_owned()));
    let account = read_account(&mut reading);
    let mut errors = reading.errors;
    if let (Some(name), true) = (name, errors.is_empty()) {
        let (command, new) = (posted.command(), FactorParticulars { name, account });
        match desk.apart(move |app| save_factor(app, command, new)).await {
            Ok(_) => return Ok(desk.done("/settings", "The factor's particulars were saved.", None)),
            Err(error) => to_fields(error, &[], &mut errors)?,
        }
    }
    desk.refused(&form(&desk, &posted, errors))
}
