//! What a caller says to a natural person under California's rules, before a word of the matter (CO-31).
//!
//! Contract: the same opening stands before every call, whatever it is about: who calls and for whom, nobody but the person
//! itself hears why, no message is left, a lawyer ends the call, the written notice is offered.

/// Who calls whom.
#[derive(Debug, Clone, Copy)]
pub struct PersonalCall<'a> {
    /// Who calls; none where it is not known yet who will.
    pub caller: Option<&'a str>,
    /// The factor, for whom the caller works.
    pub factor: &'a str,
    /// The natural person that owes.
    pub person: &'a str,
}

/// The opening of the call. What the call is about stands below it.
#[must_use]
pub fn opening(call: &PersonalCall<'_>) -> String {
    let PersonalCall { factor, person, .. } = call;
    let caller = call.caller.map(str::trim).filter(|name| !name.is_empty()).unwrap_or("[your name]");
    // A name like "Calder Street Factors Inc." ends a sentence by itself.
    let factor = factor.trim_end_matches('.');
    format!(
        "This is a natural person under California\u{2019}s rules. Read the steps in order.\n\n\
         1. Ask for the person. Say: \u{201c}Good day, my name is {caller}. May I speak with {person}, please?\u{201d}\n\n\
         2. If it is anybody else, or a machine: say your name, your number and that you will call again, nothing more. No word \
         of what it is about. Only if you are asked where you work: \u{201c}I work for {factor}.\u{201d} Leave no message. Write down \
         that you spoke with another person.\n\n\
         3. If it is the person itself: \u{201c}I work for {factor} and call for it. Is this a good time and a good place to \
         speak?\u{201d} If not, ask when and where it is, thank them and end the call.\n\n\
         4. \u{201c}Does a lawyer speak for you in this?\u{201d} If so, ask for the name and how to reach the lawyer, and end the call: \
         from then on only the lawyer is spoken to.\n\n\
         5. \u{201c}You may have all of this in writing: what is owed, to whom, and how to dispute any part of it. Shall I send it to \
         you?\u{201d} If they dispute anything, write down what, and ask for nothing more.\n\n\
         6. If they ask not to be called, not at this number, at work or at this time: say that it is noted, write it down and \
         end the call.\n\n\
         Only now speak of the matter:\n\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn co_31_nothing_of_the_matter_is_said_before_it_is_the_person_itself() {
        let call =
            PersonalCall { caller: Some("Ines Calder"), factor: "Calder Street Factors Inc.", person: "Rosa Quill" };
        let words = opening(&call).to_lowercase();
        let first = words.find("may i speak with rosa quill").unwrap();
        let matter = words.find("only now speak of the matter").unwrap();
        assert!(first < matter && words.trim_end().ends_with("matter:"));
        for word in ["invoice", "debt", "payment", "overdue", "money"] {
            assert!(!words[..matter].contains(word), "{word}");
        }
        for step in
            ["leave no message", "i work for calder street factors inc.\u{201d}", "a good time", "lawyer", "in writing"]
        {
            assert!(words.contains(step), "{step}");
        }
        assert!(opening(&PersonalCall { caller: Some(" "), ..call }).contains("[your name]"));
    }
}
