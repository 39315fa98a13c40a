//! The pages: routes, forms, page structs and templates, in the patterns of the GOV.UK Design System.

pub mod assets;
pub mod chrome;
pub mod components;
pub mod csp;
