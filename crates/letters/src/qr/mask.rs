//! Which of the eight masks a code gets: the one with the lowest penalty (ISO/IEC 18004, 7.8.3).
//!
//! The modules of a row are the bits of one number, so that a whole row is judged at once: choosing the mask module by
//! module took a tenth of a letter's time. A code of [`super::QR_BYTES`] has 69 modules in a row at most.

use qrcode::Color;
use qrcode::canvas::{Canvas, MaskPattern};

const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// The modules, row by row, under the mask with the lowest penalty.
pub(super) fn best(canvas: &Canvas, width: usize) -> Vec<u128> {
    let masked = MASKS.iter().map(|mask| {
        let mut canvas = canvas.clone();
        canvas.apply_mask(*mask);
        let modules = canvas.into_colors();
        modules.chunks(width).map(bits).collect::<Vec<u128>>()
    });
    masked.min_by_key(|rows| penalty(rows)).expect("there are eight masks")
}

/// The first module is the lowest bit; dark is one.
fn bits(row: &[Color]) -> u128 {
    row.iter().enumerate().fold(0, |bits, (place, color)| bits | u128::from(*color == Color::Dark) << place)
}

fn penalty(rows: &[u128]) -> u32 {
    let width = rows.len();
    let columns: Vec<u128> = (0..width)
        .map(|column| rows.iter().enumerate().fold(0, |bits, (row, line)| bits | (line >> column & 1) << row))
        .collect();
    let lines = || rows.iter().chain(&columns).copied();
    let runs: u32 = lines().map(|line| long_runs(line, width)).sum();
    let finders: u32 = lines().map(|line| finders(line, width)).sum();
    let blocks: u32 = rows.windows(2).map(|pair| blocks(pair[0], pair[1], width)).sum();
    let dark: u32 = rows.iter().map(|row| row.count_ones()).sum();
    let all = u32::try_from(width * width).expect("a code has less than 178 modules in a row");
    runs + 3 * blocks + 40 * finders + (dark * 200 / all).abs_diff(100)
}

/// So many ones.
const fn ones(count: usize) -> u128 {
    (1 << count) - 1
}

/// N1: each run of five or more alike costs its length less two.
fn long_runs(line: u128, width: usize) -> u32 {
    let alike = !(line ^ line >> 1) & ones(width - 1);
    // One bit where five alike begin; a run of them is one run of modules.
    let five = alike & alike >> 1 & alike >> 2 & alike >> 3;
    let runs = five & !(five << 1);
    five.count_ones() + 2 * runs.count_ones()
}

/// N2: squares of two by two alike.
fn blocks(upper: u128, lower: u128, width: usize) -> u32 {
    let (dark, light) = (upper & lower, !(upper | lower) & ones(width));
    (dark & dark >> 1).count_ones() + (light & light >> 1).count_ones()
}

/// N3: what looks like the eye of a code (1:1:3:1:1) with four light modules before or after it; beyond the edge is light.
fn finders(line: u128, width: usize) -> u32 {
    let dark = |place: usize| line >> place;
    let light = |place: usize| !line >> place;
    let eye = dark(0) & light(1) & dark(2) & dark(3) & dark(4) & light(5) & dark(6) & ones(width - 6);
    // Four light modules before: none of the four lower bits is dark.
    let dark_before = line << 1 | line << 2 | line << 3 | line << 4;
    let dark_after = line >> 7 | line >> 8 | line >> 9 | line >> 10;
    (eye & !(dark_before & dark_after)).count_ones()
}

#[cfg(test)]
mod tests {
    use super::super::{QR_BYTES, rows};
    use super::bits;
    use qrcode::{EcLevel, QrCode};

    /// The library judges module by module: the reference.
    #[test]
    fn the_mask_is_the_one_with_the_lowest_penalty() {
        for length in (1..=QR_BYTES).step_by(7) {
            let text: String = (0..length).map(|place| char::from(b'!' + (place * length * 31 % 90) as u8)).collect();
            let code = QrCode::with_error_correction_level(&text, EcLevel::M).expect("short");
            let wanted: Vec<u128> = code.to_colors().chunks(code.width()).map(bits).collect();
            assert_eq!(rows(&text).expect("short"), wanted, "{text}");
        }
    }
}
