//! How the debtor's people feel about being served this way, by one click.

use super::DebtorVisit;
use super::statement;
use crate::guest::cases::usual_name;
use crate::guest::sent::Sent;
use crate::guest::visit::Answer;
use crate::guest::wrong::Wrong;
use app::health::give_mood;
use domain::contact::Mood;
use domain::id::ClientId;

/// A click on one of three faces. It is told to every supplier that is shown.
pub(super) async fn send(visit: DebtorVisit, sent: Sent) -> Answer {
    let mood = Mood::from_code(sent.get("mood")).ok_or(Wrong::Form)?;
    let statement = statement::of(&visit).await?;
    let clients: Vec<ClientId> = statement.suppliers.iter().map(|one| one.client).collect();
    let (debtor, name) = (visit.debtor, usual_name(&visit));
    let by = visit.speaker(if name.is_empty() { &visit.guest.name } else { &name });
    visit
        .act(&sent, move |task, _| {
            for client in clients {
                give_mood(task, (client, debtor), mood, &by, "", false)?;
            }
            Ok(())
        })
        .await?;
    let w = &visit.words.mood;
    // Whoever is not well served is asked for words, and not pressed for them.
    if mood == Mood::NotGood { Ok(visit.done("/ask?what=complaint", w.sorry)) } else { Ok(visit.done("", w.thanks)) }
}
