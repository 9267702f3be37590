//! The outbox, the mailbox, and letters on paper.

use crate::acts::messages::any_message;
use crate::acts::people::any_contact;
use crate::story::{Act, Story, told};
use app::post::{
    Accepted, Carrier, CarryError, Maildir, Press, PrintRun, Style, Trouble, Unset, Worker, make_print_run, send_due,
    take_in,
};
use domain::contact::{Channel, Direction, MessageState};
use domain::letter::Letter;
use std::cell::Cell;
use store::kept;
use store::kept::message::Message;

/// The factor's own receiving server.
const MX: &str = "mx.lantern.example";

/// A mail server that answers by the dice.
struct Server(Cell<u64>);

impl Carrier for Server {
    fn carry(&self, _from: &str, _to: &str, _bytes: &[u8]) -> Result<Accepted, CarryError> {
        let thrown = self.0.get();
        if thrown == u64::MAX {
            return Ok(Accepted { said: "250 taken".into() });
        }
        self.0.set(thrown / 7 + 1);
        let trouble = match thrown % 40 {
            0 => Trouble::Unreachable,
            1 => Trouble::Passing,
            2 => Trouble::NoAnswer,
            3 | 4 => Trouble::Lasting,
            5 => Trouble::Address,
            _ => return Ok(Accepted { said: "250 taken".into() }),
        };
        Err(CarryError { trouble, said: format!("it says {trouble:?}") })
    }
}

/// A press without looks.
struct Plain;

impl Press for Plain {
    fn html(&self, letter: &Letter) -> Result<String, String> {
        Ok(format!("<p>{}</p>", letter.greeting))
    }

    fn pdf(&self, _letter: &Letter) -> Result<Vec<u8>, String> {
        Ok(b"%PDF-1.7".to_vec())
    }

    fn run(&self, letters: &[(i64, &Letter)]) -> Result<PrintRun, Vec<Unset>> {
        let list: String = letters.iter().map(|(number, letter)| format!("{number},{}\n", letter.subject)).collect();
        Ok(PrintRun { pdf: b"%PDF-1.7".to_vec(), list: list.into_bytes() })
    }
}

fn worker(story: &Story) -> Worker {
    Worker::take(&story.app).unwrap().unwrap()
}

pub fn send(story: &mut Story) -> Act {
    // In a scene it takes everything.
    let thrown = story.dice.throw();
    let server = Server(Cell::new(if story.scene.is_some() { u64::MAX } else { thrown }));
    let style = Style { plus_addressing: story.dice.percent(50) };
    told(send_due(&story.app, &worker(story), &server, &Plain, style, &|| true))
}

/// Mail comes in: answers, reports, wishes for no more reminders, machines, strangers, and what nobody can read.
pub fn read(story: &mut Story) -> Act {
    for _ in 0..=story.dice.below(3) {
        let number = story.running();
        let mail = mail(story, number);
        let new = story.app.folder().join("mail").join("new").join(format!("{number:08}.mail"));
        std::fs::write(new, mail).unwrap();
    }
    let folder = story.app.folder().join("mail");
    let checked_by = story.dice.percent(90).then_some(MX);
    told(take_in(&story.app, &worker(story), &Maildir::at(&folder).checked_by(checked_by)))
}

fn mail(story: &mut Story, number: u64) -> Vec<u8> {
    let sent = any_message(story, |one| one.state == MessageState::Sent && one.channel == Channel::Email);
    let writer = match story.dice.percent(70) {
        true => sent.as_ref().map(|one| one.recipient.clone()),
        false => any_contact(story).and_then(|one| one.email),
    };
    let writer = writer.filter(|writer| writer.contains('@')).unwrap_or_else(|| format!("stranger{number}@x.example"));
    let key = sent.as_ref().map_or_else(|| "none".to_owned(), |one| one.internet_id.clone());
    let proof = match story.dice.percent(75) {
        true => format!("Authentication-Results: {MX}; dkim=pass header.d={}\r\n", writer.rsplit_once('@').unwrap().1),
        false => String::new(),
    };
    let head = format!(
        "{proof}From: Someone <{writer}>\r\nTo: desk@lantern.example\r\nMessage-ID: <{number}@mail.example>\r\nMIME-Version: 1.0\r\n"
    );
    let answers = if story.dice.percent(80) { format!("In-Reply-To: <{key}>\r\n") } else { String::new() };
    let text = match story.dice.below(10) {
        0 => {
            let status = story.dice.any(&["5.1.1", "4.2.2"]);
            format!(
                "From: MAILER-DAEMON@x.example\r\nTo: desk@lantern.example\r\nSubject: Undelivered {number}\r\nMIME-Version: 1.0\r\n\
                 Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nSorry\r\n--b\r\n\
                 Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.x.example\r\n\r\n\
                 Final-Recipient: rfc822; {writer}\r\nAction: failed\r\nStatus: {status}\r\n\r\n--b\r\n\
                 Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{key}>\r\n\r\n--b--\r\n"
            )
        }
        1 => format!(
            "{head}{answers}Subject: Re: Invoices\r\nAuto-Submitted: auto-replied\r\n\r\nAway until {number}.\r\n"
        ),
        2 => {
            let key = key.split('@').next().unwrap_or_default();
            format!("{head}Subject: stop {key}\r\n\r\n\r\n")
        }
        3 => return vec![0xFF, 0xFE, u8::try_from(number % 200).unwrap(), 0, 13],
        4 => format!(
            "{head}{answers}Subject: Paper\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nSee the paper.\r\n--c\r\n\
             Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"slip-{number}.pdf\"\r\n\r\n\
             %PDF-1.7 slip {number}\r\n--c--\r\n"
        ),
        _ => format!("{head}{answers}Subject: Re: Invoices\r\n\r\nWe look into it ({number}).\r\n"),
    };
    text.into_bytes()
}

pub fn try_again(story: &mut Story) -> Act {
    let any = story.dice.percent(5);
    let id = any_message(story, |one| any || one.state == MessageState::Failed)?.id;
    story.say(move |task| app::post::try_again(task, id))
}

pub fn print(story: &mut Story) -> Act {
    told(make_print_run(&story.app, &Plain, "Imogen Harrowgate"))
}

fn run_number(story: &mut Story) -> Option<i64> {
    if story.scene.is_some() {
        return story.read(|reads| Ok(kept::print_batch::newest(reads, 1)?)).pop().map(|one| one.number);
    }
    story.one_of(|reads| kept::print_batch::newest(reads, 8)).map(|one| one.number)
}

pub fn print_again(story: &mut Story) -> Act {
    let number = run_number(story)?;
    told(app::post::print_again(&story.app, &Plain, number))
}

pub fn posted(story: &mut Story) -> Act {
    let number = run_number(story)?;
    story.say(move |task| app::post::posted(task, number))
}

pub fn undo(story: &mut Story) -> Act {
    let number = run_number(story)?;
    story.say(move |task| app::post::undo_print_run(task, number))
}

fn letter(story: &mut Story) -> Option<Message> {
    let any = story.slips(3);
    let is_letter = |one: &Message| {
        any || (one.channel == Channel::Letter && one.direction == Direction::Out && one.state == MessageState::Sent)
    };
    if let Some((_, debtor)) = story.scene {
        // The newest of them.
        let debtor = story.debtors[debtor].id;
        let found = story.read(|reads| Ok(kept::message::of_debtor(reads, debtor, i64::MAX, 50)?));
        return found.into_iter().find(is_letter);
    }
    any_message(story, is_letter)
}

pub fn track(story: &mut Story) -> Act {
    let (letter, number) = (letter(story)?.id, story.running());
    story.say(move |task| app::post::track(task, letter, &format!("RR {number}")))
}

pub fn signed(story: &mut Story) -> Act {
    let (letter, today) = (letter(story)?.id, story.app.today());
    story.say(move |task| app::post::courier_signed(task, letter, today))
}

pub fn came_back(story: &mut Story) -> Act {
    let letter = letter(story)?.id;
    story.say(move |task| app::post::letter_came_back(task, letter, "no such company at this address"))
}
