//! What a factor that moves its book brings along: notices given before, and how it verifies.

use super::NoticeEntry;
use super::fields::Fields;
use super::sentence;
use domain::invoice::verification::VerificationPolicy;
use domain::notice::Evidence;
use toml::Spanned;
use toml::de::DeValue;

/// `notice` of a `[[customer]]`: the debtor knows of the assignment already (GL-52).
pub(super) fn notice(customer: &mut Fields<'_>) -> Option<NoticeEntry> {
    let example = "{ received = 2025-11-03, evidence = \"REPLIED\", how = \"courier's signature\" }";
    let mut fields = customer.table("notice", example)?;
    let received = fields.must("received", "2025-11-03", |fields| fields.date("received"));
    let levels: Vec<_> = Evidence::ALL.iter().map(|one| (one.code(), *one)).collect();
    let evidence = fields.must("evidence", "\"REPLIED\"", |fields| fields.choice("evidence", &levels));
    let how = fields.must_text("how", "\"courier's signature\"");
    fields.finish();
    Some(NoticeEntry { received: received?, evidence: evidence?, how: how? })
}

/// `[policy.verification]`, read by its own type (LC-07).
pub(super) fn verification(root: &mut Fields<'_>) -> Option<VerificationPolicy> {
    const PATH: &str = "verification";
    let mut policy = root.table("policy", "[policy.verification]")?;
    let table = policy.table(PATH, "{ sample_percent = 20 }");
    policy.finish();
    let table = table?;
    let line = table.line();
    let (source, rest) = (table.source(), Spanned::new(0..0, DeValue::Table(table.into_rest())));
    let read: Result<VerificationPolicy, _> = serde::Deserialize::deserialize(toml::de::ValueDeserializer::from(rest));
    match read {
        Ok(policy) => {
            for (field, fact, remedy) in policy.problems() {
                source.fault(line, &format!("policy.{PATH}.{field}"), "POLICY_UNSOUND", sentence(&fact), remedy);
            }
            Some(policy)
        }
        Err(error) => {
            let at = error.span().filter(|span| span.start > 0).map_or(line, |span| source.line(span.start));
            let remedy = "See the documentation of the policy for its fields.";
            source.fault(at, &format!("policy.{PATH}"), "POLICY_UNREADABLE", sentence(error.message()), remedy);
            None
        }
    }
}
