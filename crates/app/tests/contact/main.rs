//! The contact engine on a book: its run, the permission of every message, what people may do.

mod directory;
mod engine;
mod house;
mod leaving;
mod simulation;
