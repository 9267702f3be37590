//! Settings: the factor's own name and account, and where each client's column mappings are.

use super::form::{Fill, FormPage, Group, Input, Reading};
use super::page::{Answer, Desk};
use super::party::{account_group, read_account, spaced, typed_account};
use super::posted::{Posted, to_fields};
use crate::Web;
use crate::look::facts::Fact;
use crate::look::form::FormErrors;
use crate::look::{Page, filters};
use app::party::{FactorParticulars, save_factor};
use askama::Template;
use axum::Router;
use axum::routing::get;
use store::kept;

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/settings", get(show)).route("/settings/factor", get(edit).post(save))
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
    clients: Vec<Mapped>,
}

async fn show(desk: Desk) -> Answer {
    let clients = desk
        .read(|snapshot| {
            let mut mapped = Vec::new();
            let all = kept::view::client::mappings(snapshot)?;
            for client in kept::party::clients(snapshot)? {
                let mappings = all.iter().filter(|(of, _)| *of == client.id).map(|(_, name)| name.clone()).collect();
                mapped.push(Mapped { code: client.code.to_string(), name: client.name, mappings });
            }
            Ok(mapped)
        })
        .await?;
    let factor = &desk.factor;
    let account = factor.account.as_ref();
    let facts = vec![
        Fact::new("Name", factor.name.as_str()),
        Fact::new("Payments leave from", account.map_or_else(|| "no account yet: no payment file can be made".to_owned(), spaced)),
        Fact::new("Country", factor.country.as_str()),
        Fact::new("Currency", factor.currency.to_string()),
        Fact::new("Time zone", factor.zone.as_str()),
    ];
    desk.show(&SettingsPage { page: desk.page(None), facts, clients })
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
