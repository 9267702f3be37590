//! Advices as payers write them.

use super::*;
use rust_decimal::dec;

fn of(lines: &[AdviceLine]) -> Vec<(u64, &str, Decimal, Option<Decimal>)> {
    lines.iter().map(|line| (line.line, line.number.as_str(), line.amount, line.deduction)).collect()
}

#[test]
fn le_10_an_advice_names_each_invoice_with_its_part() {
    let text = "Your reference;Paid;Skonto;Text\nA-1;1.234,50;10,00;2 %\nA-2;100,00;;\n;;;\nTotal;1.334,50;;\n";
    let read = read("advice.csv", text.as_bytes()).unwrap();
    assert_eq!(of(&read), [(2, "A-1", dec!(1234.50), Some(dec!(10.00))), (3, "A-2", dec!(100.00), None)]);
    assert_eq!(read[0].words, "2 %");
}

#[test]
fn le_10_a_credit_note_is_a_negative_line_and_a_lone_sum_is_none() {
    let text = "invoice,amount paid\nA-1,500.00\nCN-1,(50.00)\n,450.00\n";
    let read = read("advice.csv", text.as_bytes()).unwrap();
    assert_eq!(of(&read), [(2, "A-1", dec!(500.00), None), (3, "CN-1", dec!(-50.00), None)]);
}

#[test]
fn le_10_every_problem_of_an_advice_is_told() {
    let text = "invoice,paid,text\nA-1,,\n,5.00,for what\nA-3,abc,\n";
    let refused = read("advice.csv", text.as_bytes()).unwrap_err();
    let told: Vec<(&str, Option<u64>)> =
        refused.problems.iter().map(|problem| (problem.code, problem.place.line)).collect();
    assert_eq!(told, [("AMOUNT_MISSING", Some(2)), ("ROW_NO_INVOICE", Some(3)), ("AMOUNT_WRONG", Some(4))]);
    assert_eq!(read("advice.csv", b"invoice,paid\n").unwrap_err().problems[0].code, "NOTHING_READABLE");
    assert_eq!(read("advice.csv", b"what,ever\n1,2\n").unwrap_err().problems.len(), 2);
}
