//! The doors of Credere: whatever is sent to the API, the desk or the guests' pages, the answer is never a fault of ours.

mod api;
mod book;
mod forms;
mod schema;
