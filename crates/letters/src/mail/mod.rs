//! One letter to the two bodies of a mail: HTML and text.
//!
//! The HTML is made for the narrowest of mail clients: tables for layout, styles only in the elements, no style sheet, no
//! script, no picture, nothing loaded from anywhere, so nothing tells anybody that it was opened. Colours are the
//! reader's own, light or dark: none is set but for lines that can be seen on both. Answers are plain links that look
//! like large buttons. The text body is `Letter::plain_text`.
//!
//! Data is escaped wherever it stands; an address becomes a link only if it begins with `https://`, `http://` or
//! `mailto:`. Deliberately absent: the address field and the picture of the code, which belong on paper.
//!
//! Limit: some clients cut a mail after [`CUT_AT_BYTES`]; a letter with 300 invoices stays below it.

mod escape;

use crate::paper::side;
use crate::words::{LONG_IN_CELL, clean};
use domain::letter::{Block, Letter};
use escape::{attribute, linked, safe_address, text};
use std::fmt::Write;

/// After so many bytes of HTML, widely used clients hide the rest behind a link.
pub const CUT_AT_BYTES: usize = 102_400;

/// The bodies of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bodies {
    /// The subject: one line.
    pub subject: String,
    /// The HTML body.
    pub html: String,
    /// The text body.
    pub text: String,
}

const FONT: &str = "font-family:Georgia,'Times New Roman',serif;font-size:16px;line-height:1.5";
/// Seen on light and on dark.
const HAIRLINE: &str = "1px solid #8a9499";
const SMALL: &str = "font-size:13px;line-height:1.5";

/// Makes the bodies of a letter's mail.
#[must_use]
pub fn bodies(letter: &Letter) -> Bodies {
    Bodies { subject: clean(&letter.subject).replace('\n', " "), html: html(letter), text: clean(&letter.plain_text()) }
}

fn html(letter: &Letter) -> String {
    let mut out = String::with_capacity(8 * 1024);
    let subject = text(&letter.subject);
    let language = letter.language.code();
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"supported-color-schemes\" content=\"light dark\">\n\
         <title>{subject}</title>\n</head>\n\
         <body style=\"margin:0;padding:0;color-scheme:light dark\">\n\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>\
         <td align=\"center\" style=\"padding:24px 16px\">\n\
         <!--[if mso]><table role=\"presentation\" width=\"600\"><tr><td><![endif]-->\n\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" \
         style=\"max-width:600px;text-align:left\"><tr><td align=\"left\" style=\"{FONT}\">\n"
    );
    head(&mut out, letter);
    let _ = writeln!(out, "<h1 style=\"margin:24px 0 16px;font-size:20px;line-height:1.3\">{subject}</h1>");
    paragraph(&mut out, &letter.greeting);
    for block in &letter.blocks {
        part(&mut out, block);
    }
    ending(&mut out, letter);
    out.push_str(
        "</td></tr></table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n</body>\n</html>\n",
    );
    out
}

fn head(out: &mut String, letter: &Letter) {
    let mut lines = letter.letterhead.iter();
    let name = lines.next().map(|name| text(name)).unwrap_or_default();
    let rest: Vec<String> = lines.map(|line| text(line)).collect();
    let _ = write!(
        out,
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>\
         <td style=\"{FONT};line-height:1.3;border-bottom:{HAIRLINE};padding-bottom:10px\">\
         <strong style=\"font-size:20px\">{name}</strong>"
    );
    if !rest.is_empty() {
        let _ = write!(out, "<br><span style=\"{SMALL}\">{}</span>", rest.join(" &middot; "));
    }
    out.push_str("</td></tr></table>\n");
    let sent_by = letter.sent_by.iter().map(|line| format!("{}<br>", text(line))).collect::<String>();
    let _ = writeln!(out, "<p style=\"margin:8px 0 0;{SMALL}\">{sent_by}{}</p>", text(&letter.date_line));
}

fn paragraph(out: &mut String, words: &str) {
    for one in clean(words).split("\n\n").filter(|one| !one.trim().is_empty()) {
        let lines: Vec<String> = one.trim_matches('\n').lines().map(linked).collect();
        let _ = writeln!(out, "<p style=\"margin:0 0 16px\">{}</p>", lines.join("<br>"));
    }
}

fn part(out: &mut String, block: &Block) {
    match block {
        Block::Paragraph { text, .. } => paragraph(out, text),
        Block::Rows { rows, .. } => facts(out, rows),
        Block::Table { heading, head, rows, total, .. } => invoices(out, heading, head, rows, total),
        Block::Answers { links, .. } => answers(out, links),
    }
}

fn facts(out: &mut String, rows: &[(String, String)]) {
    let _ = write!(
        out,
        "<table width=\"100%\" cellpadding=\"4\" cellspacing=\"0\" border=\"0\" style=\"{FONT};margin:0 0 20px;\
         border-top:{HAIRLINE};border-bottom:{HAIRLINE}\">"
    );
    for (name, value) in rows {
        let _ = write!(
            out,
            "<tr><th scope=\"row\" align=\"left\" valign=\"top\" width=\"38%\" \
             style=\"font-weight:normal;padding-left:0\">{}</th>\
             <td valign=\"top\" style=\"font-weight:bold;font-variant-numeric:tabular-nums;word-break:break-word\">{}</td></tr>",
            text(name),
            linked(value)
        );
    }
    out.push_str("</table>\n");
}

fn invoices(out: &mut String, heading: &str, head: &[String], rows: &[Vec<String>], total: &[String]) {
    let columns = rows.iter().map(Vec::len).chain([head.len(), total.len()]).max().unwrap_or(0);
    let sides: Vec<&str> = (0..columns).map(|column| side(column, rows, total)).collect();
    if !heading.trim().is_empty() {
        let _ = writeln!(out, "<h2 style=\"margin:20px 0 8px;font-size:16px;line-height:1.4\">{}</h2>", text(heading));
    }
    let _ = write!(
        out,
        "<div style=\"overflow-x:auto;margin:0 0 20px\"><table width=\"100%\" cellpadding=\"4\" cellspacing=\"0\" \
         border=\"0\" style=\"font-family:Georgia,'Times New Roman',serif;font-size:14px;line-height:1.4;\
         font-variant-numeric:lining-nums tabular-nums;border-collapse:collapse\"><tr>"
    );
    for (name, side) in head.iter().map(String::as_str).chain(std::iter::repeat("")).zip(&sides) {
        let _ = write!(
            out,
            "<th scope=\"col\" align=\"{side}\" valign=\"bottom\" style=\"font-weight:normal;font-size:12px;\
             border-bottom:{HAIRLINE}\">{}</th>",
            text(name)
        );
    }
    out.push_str("</tr>\n");
    for row in rows {
        out.push_str("<tr valign=\"top\">");
        for (column, side) in sides.iter().enumerate() {
            let cell = text(row.get(column).map_or("", String::as_str));
            // The usual case is said in as few bytes as can be: 300 of these rows must not make a client cut the mail.
            let _ = match *side {
                "right" => write!(out, "<td align=\"right\" nowrap>{cell}</td>"),
                // An invoice number of usual length stays whole.
                _ if column == 0 && cell.chars().count() <= LONG_IN_CELL => write!(out, "<td nowrap>{cell}</td>"),
                _ => write!(out, "<td>{cell}</td>"),
            };
        }
        out.push_str("</tr>\n");
    }
    if total.iter().any(|cell| !cell.trim().is_empty()) {
        out.push_str("<tr>");
        for (column, side) in sides.iter().enumerate() {
            let cell = text(total.get(column).map_or("", String::as_str));
            let _ = write!(
                out,
                "<td align=\"{side}\" nowrap style=\"font-weight:bold;border-top:2px solid #8a9499\">{cell}</td>"
            );
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table></div>\n");
}

fn answers(out: &mut String, links: &[(String, String)]) {
    let _ = write!(
        out,
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" \
         style=\"margin:0 0 12px\">"
    );
    for (word, address) in links {
        out.push_str("<tr><td style=\"padding:0 0 10px\">");
        match safe_address(address) {
            Some(address) => {
                let _ = write!(
                    out,
                    "<a href=\"{}\" style=\"display:block;padding:12px 16px;border:{HAIRLINE};border-radius:6px;\
                     color:inherit;{FONT};font-weight:bold;text-align:center;text-decoration:none\">{}</a>",
                    attribute(address),
                    text(word)
                );
            }
            None => {
                let _ = write!(out, "<strong>{}</strong>: {}", text(word), text(address));
            }
        }
        out.push_str("</td></tr>\n");
    }
    out.push_str("</table>\n");
}

fn ending(out: &mut String, letter: &Letter) {
    let _ = write!(out, "<p style=\"margin:24px 0 0\">{}</p>\n<p style=\"margin:12px 0 0\">", text(&letter.closing));
    for (place, line) in letter.signatory.iter().enumerate() {
        let _ = match place {
            0 => write!(out, "<strong>{}</strong>", text(line)),
            _ => write!(out, "<br>{}", linked(line)),
        };
    }
    out.push_str("</p>\n");
    if let Some((code, address)) = &letter.check {
        let _ = writeln!(
            out,
            "<p style=\"margin:20px 0 0;padding:12px 0;border-top:{HAIRLINE};border-bottom:{HAIRLINE}\">\
             <strong style=\"letter-spacing:1px\">{}</strong><br>{}</p>",
            text(code),
            linked(address)
        );
    }
    if !letter.footer.is_empty() {
        let lines: Vec<String> = letter.footer.iter().map(|line| linked(line)).collect();
        let _ = writeln!(out, "<p style=\"margin:24px 0 0;{SMALL}\">{}</p>", lines.join("<br>"));
    }
}
