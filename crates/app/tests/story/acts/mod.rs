//! What the story does, by noun. Each draws what it is done to from what is there, rightly or wrongly: what the rules refuse
//! belongs to the story.

pub mod agreements;
pub mod answers;
pub mod bank;
pub mod cases;
pub mod federal;
pub mod jobs;
pub mod links;
pub mod messages;
pub mod notices;
pub mod parties;
pub mod people;
pub mod post;
pub mod remit;
pub mod sale;
pub mod verify;
