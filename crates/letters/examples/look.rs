//! Prints the sample letters into a folder, on both papers and as mail, for people to look at:
//! `cargo run -p letters --example look -- target/look`

#[path = "../tests/it/samples.rs"]
mod samples;

use domain::letter::{Language, LetterKind};
use letters::paper::{Layout, Paper, print};
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    std::fs::create_dir_all(&folder)?;
    let composed = |kind, language| {
        let facts = domain::letter::samples(kind, language).swap_remove(0);
        domain::letter::compose(&domain::letter::built_in(kind, language), &facts)
            .map_err(|problems| format!("{problems:?}"))
    };
    let mut long = samples::status_english();
    long.blocks[1] = samples::long_table(60);
    long.blocks.remove(2);
    let layout = Layout::built_in();
    for (name, letter) in [
        ("notice-en", samples::notice_english()),
        ("notice-de", samples::notice_german()),
        ("introduction-en", samples::introduction_english()),
        ("status-en", samples::status_english()),
        ("status-de", samples::status_german()),
        ("long-en", long),
    ] {
        for paper in Paper::ALL {
            let printed = print(&layout, &letter, paper)?;
            std::fs::write(folder.join(format!("{name}-{}.pdf", paper.name())), printed.pdf)?;
        }
        std::fs::write(folder.join(format!("{name}.html")), letters::mail::bodies(&letter).html)?;
    }
    for kind in LetterKind::ALL {
        for language in Language::ALL {
            let letter = composed(*kind, *language)?;
            let name = format!("built-in-{}-{}", kind.code().to_lowercase().replace('_', "-"), language.code());
            let paper = if *language == Language::English { Paper::UsLetter } else { Paper::A4 };
            std::fs::write(folder.join(format!("{name}.pdf")), print(&layout, &letter, paper)?.pdf)?;
            std::fs::write(folder.join(format!("{name}.html")), letters::mail::bodies(&letter).html)?;
        }
    }
    Ok(())
}
