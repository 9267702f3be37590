//! The factor changes how its letters look, without a compiler.

use super::program::{Program, said};

#[test]
fn gl_50_a_layout_is_written_out_tried_and_refused_by_its_line() {
    let program = Program::new();
    let data = program.data();
    let file = std::path::Path::new(&data).join("letter.typ");
    let tried = || program.run(&["post", "layout", "--data", &data]);
    assert!(said(&tried()).contains("letter.typ"));
    let built_in = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, built_in.replace("#0b4f4a", "#402a6b")).unwrap();
    let held = tried();
    assert!(held.status.success() && said(&held).contains("letters are set by it"), "{}", said(&held));
    std::fs::write(&file, built_in.replacen("#let accent = rgb(", "#let accent = rgb((", 1)).unwrap();
    let broken = tried();
    assert!(!broken.status.success() && said(&broken).contains("letter.typ, line "), "{}", said(&broken));
}
