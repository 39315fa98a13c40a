//! The JSON interface.

use actix_web::web;

/// Registers the JSON interface under `/api/v1`.
pub fn configure(_config: &mut web::ServiceConfig) {}
