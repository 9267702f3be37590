//! app

pub mod audit;
pub mod export;
pub mod report;
