//! The debtor's own statement as a file (RP-22): everything it owes on invoices that were bought, as of today.

use super::DebtorVisit;
use crate::guest::visit::Answer;
use app::Error;
use app::report::{Format, ReportKind, ReportRequest, run};
use axum::http::header;
use axum::response::IntoResponse;
use domain::letter::Language;

/// The file. Of the supplier alone to whose contact the link was given.
pub(super) async fn statement(visit: DebtorVisit) -> Answer {
    let (debtor, client, language) = (visit.debtor, visit.only, visit.words.language);
    let (today, now) = (visit.guests.web.app.today(), visit.guests.web.app.now());
    let file = visit
        .read(move |snapshot| {
            let request = ReportRequest { client, debtor: Some(debtor), ..ReportRequest::new(today) };
            let report = run(snapshot, ReportKind::DebtorStatement, &request, now)?;
            let mut written = Vec::new();
            report.write(Format::Csv, &mut written).map_err(|error| Error::fault("statement", error))?;
            let heads: Vec<&str> = report.columns.iter().map(|column| head(language, column.key)).collect();
            let mut file = heads.join(",").into_bytes();
            // Everything after the line of heads is as the report writes it.
            file.extend(written.iter().skip_while(|byte| **byte != b'\n'));
            Ok(file)
        })
        .await?;
    let disposition = format!("attachment; filename=\"statement-{today}.csv\"");
    let headers =
        [(header::CONTENT_TYPE, Format::Csv.media_type().to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, file).into_response())
}

/// The head of a column in the reader's language; in English, and where a column is new, its name for programs.
fn head(language: Language, key: &'static str) -> &'static str {
    let [german, french, spanish] = match key {
        "debtor" => ["Kundennummer", "Code client", "Código de cliente"],
        "debtor_name" => ["Kunde", "Client", "Cliente"],
        "supplier" => ["Lieferantennummer", "Code fournisseur", "Código de proveedor"],
        "supplier_name" => ["Lieferant", "Fournisseur", "Proveedor"],
        "invoice" => ["Rechnung", "Facture", "Factura"],
        "order" => ["Ihre Bestellung", "Votre commande", "Su pedido"],
        "issued" => ["Rechnungsdatum", "Émise le", "Emitida"],
        "due" => ["Fällig", "Échéance", "Vencimiento"],
        "days" => ["Tage nach Fälligkeit", "Jours après échéance", "Días tras el vencimiento"],
        "currency" => ["Währung", "Devise", "Moneda"],
        "amount" => ["Betrag", "Montant", "Importe"],
        "open" => ["Offen", "Reste dû", "Pendiente"],
        "pay_to" => ["Kontoinhaber", "Titulaire du compte", "Titular de la cuenta"],
        "account" => ["Konto", "Compte", "Cuenta"],
        "bic" => ["BIC", "BIC", "BIC"],
        "clearing" => ["Bankleitzahl", "Code banque", "Código bancario"],
        "reference" => ["Verwendungszweck", "Référence", "Concepto"],
        "notice_received" => ["Anzeige eingegangen", "Notification reçue", "Notificación recibida"],
        "notice" => ["Anzeige", "Notification", "Notificación"],
        _ => [key; 3],
    };
    match language {
        Language::English => key,
        Language::German => german,
        Language::French => french,
        Language::Spanish => spanish,
    }
}
