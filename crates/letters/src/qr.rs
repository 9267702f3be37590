//! A code to photograph (ISO/IEC 18004), as vectors.
//!
//! Error correction M: a fold or a stain does not hurt, and the code stays small. Four modules of quiet zone are part of
//! the picture, as the standard asks.

mod mask;

use qrcode::bits::encode_auto;
use qrcode::canvas::Canvas;
use qrcode::ec::construct_codewords;
use qrcode::{EcLevel, QrResult};
use std::fmt::Write;

/// The longest text of a code, in bytes: longer ones cannot be photographed from a letter.
pub const QR_BYTES: usize = 300;

/// The light margin, in modules.
const QUIET: usize = 4;

/// Why there is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QrError {
    /// See [`QR_BYTES`].
    #[error("the text for a QR code has {0} bytes, the most is {QR_BYTES}; use a shorter address")]
    TooLong(usize),
}

/// A drawn code: a square of `side` by `side` modules, quiet zone included, and its dark parts as one SVG path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Width and height, in modules.
    pub side: usize,
    /// The `d` of an SVG path in those units.
    pub path: String,
}

/// Draws the code of a text.
///
/// # Errors
/// The text is too long.
pub fn draw(text: &str) -> Result<Drawn, QrError> {
    let too_long = QrError::TooLong(text.len());
    if text.len() > QR_BYTES {
        return Err(too_long);
    }
    let rows = rows(text).map_err(|_| too_long)?;
    let width = rows.len();
    let mut path = String::new();
    for (row, line) in rows.iter().enumerate() {
        let mut left = *line;
        while left != 0 {
            let column = left.trailing_zeros();
            let run = (!(left >> column)).trailing_zeros();
            let _ = write!(path, "M{} {}h{run}v1h-{run}z", column as usize + QUIET, row + QUIET);
            left &= u128::MAX.checked_shl(column + run).unwrap_or(0);
        }
    }
    Ok(Drawn { side: width + 2 * QUIET, path })
}

/// The modules, row by row.
fn rows(text: &str) -> QrResult<Vec<u128>> {
    let bits = encode_auto(text.as_bytes(), EcLevel::M)?;
    let version = bits.version();
    let (data, correction) = construct_codewords(&bits.into_bytes(), version, EcLevel::M)?;
    let mut canvas = Canvas::new(version, EcLevel::M);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    Ok(mask::best(&canvas, usize::try_from(version.width()).expect("a code has modules")))
}

/// The code of a text as a whole SVG picture without script, style or link: dark on light also where the page is dark.
///
/// # Errors
/// The text is too long.
pub fn svg(text: &str) -> Result<String, QrError> {
    let Drawn { side, path } = draw(text)?;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcode::{Color, QrCode};

    #[test]
    fn the_drawn_code_has_the_modules_of_the_code_and_a_quiet_zone() {
        let text = "https://pay.factor.example/check/7F3K-92QD";
        let drawn = draw(text).expect("short");
        let code = QrCode::with_error_correction_level(text, EcLevel::M).expect("short");
        assert_eq!(drawn.side, code.width() + 8);
        // Paint the path and compare module by module.
        let mut painted = vec![false; drawn.side * drawn.side];
        for run in drawn.path.split_terminator('z') {
            let numbers: Vec<usize> = run
                .split(|sign: char| !sign.is_ascii_digit())
                .filter(|part| !part.is_empty())
                .map(|part| part.parse().expect("a number"))
                .collect();
            for column in numbers[0]..numbers[0] + numbers[2] {
                painted[numbers[1] * drawn.side + column] = true;
            }
        }
        for (place, dark) in painted.iter().enumerate() {
            let (row, column) = (place / drawn.side, place % drawn.side);
            let inside = (4..drawn.side - 4).contains(&row) && (4..drawn.side - 4).contains(&column);
            let wanted = inside && code[(column - 4, row - 4)] == Color::Dark;
            assert_eq!(*dark, wanted, "row {row}, column {column}");
        }
    }

    #[test]
    fn a_text_that_no_telephone_could_read_is_refused_with_the_limit() {
        let error = draw(&"x".repeat(301)).expect_err("too long");
        assert_eq!(error.to_string(), "the text for a QR code has 301 bytes, the most is 300; use a shorter address");
        assert!(draw(&"x".repeat(300)).is_ok());
    }

    #[test]
    fn the_picture_is_only_paths() {
        let picture = svg("https://pay.factor.example/c/7F3K92QD").expect("short");
        assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>"));
        for not in ["<script", "<style", "href", "<image"] {
            assert!(!picture.contains(not), "{not}");
        }
    }
}
