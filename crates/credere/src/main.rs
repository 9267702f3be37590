//! The credere binary.
fn main() {}
