//! One's own account and tokens. A token is made on the pages, in a session: none makes another.

use super::answer::{done, ok};
use super::shape;
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::{Act, Role};
use almoner_domain::id::TokenId;
use almoner_domain::person::PersonName;
use almoner_domain::value::PhoneNumber;
use almoner_http::Route;
use almoner_usecases::people::{Account, AccountSeen, RevokeToken, SaveAccount, TokenSeen};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/account", Act::OwnAccount, read),
        Route::put("/account", Act::OwnAccount, save),
        Route::get("/account/tokens", Act::OwnAccount, tokens),
        Route::delete("/account/tokens/{token}", Act::OwnAccount, revoke),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(read, save, tokens, revoke))]
pub(super) struct Doc;

/// One's own account.
#[derive(Serialize, ToSchema)]
struct AccountRead {
    /// The person's id.
    person: Uuid,
    /// Its version, for a change.
    version: i64,
    /// The name; may be empty.
    name: String,
    /// The address.
    email: String,
    /// The telephone number.
    phone: Option<String>,
    /// The roles that the person holds.
    roles: Vec<RoleRead>,
    /// Whether this token carries them.
    carries_roles: bool,
    /// Whether an app for sign-in codes is set up.
    has_second_factor: bool,
}

/// A role of the office.
#[derive(Serialize, ToSchema)]
pub(super) struct RoleRead {
    /// Its code.
    #[schema(schema_with = shape::role)]
    role: &'static str,
}

impl From<Role> for RoleRead {
    fn from(role: Role) -> Self {
        Self { role: role.code() }
    }
}

impl From<AccountSeen> for AccountRead {
    fn from(seen: AccountSeen) -> Self {
        Self {
            person: seen.person.id.uuid(),
            version: seen.person.version,
            name: seen.person.name,
            email: seen.person.email,
            phone: seen.person.phone,
            roles: seen.roles.iter().map(Into::into).collect(),
            carries_roles: seen.passed_second_factor,
            has_second_factor: seen.has_second_factor,
        }
    }
}

/// One's own name and telephone number.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct AccountInput {
    /// The version that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The name.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// A telephone number; empty keeps none.
    #[serde(default)]
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    phone: String,
}

/// One's own tokens.
#[derive(Serialize, ToSchema)]
struct TokenList {
    /// Those that still work, newest first.
    tokens: Vec<TokenRead>,
}

/// A token, but not the token itself: that was shown once, when it was made.
#[derive(Serialize, ToSchema)]
struct TokenRead {
    /// Its id.
    id: Uuid,
    /// What its owner calls it.
    name: String,
    /// Whether it carries its owner's roles.
    carries_roles: bool,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it stops working.
    #[schema(format = DateTime)]
    expires_at: String,
    /// When it was last used.
    #[schema(format = DateTime)]
    used_at: Option<String>,
}

impl From<TokenSeen> for TokenRead {
    fn from(token: TokenSeen) -> Self {
        Self {
            id: token.id.uuid(),
            name: token.name,
            carries_roles: token.carries_roles,
            created_at: token.created_at.to_string(),
            expires_at: token.expires_at.to_string(),
            used_at: token.used_at.map(|at| at.to_string()),
        }
    }
}

/// One's own account.
#[utoipa::path(
    get,
    path = "/account",
    tag = "account",
    responses((status = 200, description = "The account", body = AccountRead))
)]
async fn read(caller: Caller) -> ApiResult {
    ok(&AccountRead::from(caller.see(Account).await?))
}

/// Changes one's own name and telephone number.
#[utoipa::path(
    put,
    path = "/account",
    tag = "account",
    request_body = AccountInput,
    responses((status = 204, description = "Changed"))
)]
async fn save(caller: Caller, body: Body<AccountInput>) -> ApiResult {
    let AccountInput { version, name, phone } = body.sent;
    let name = PersonName::parse(&name).map_err(|_| ApiError::field("name", "not_a_name"))?;
    let phone = match phone.trim() {
        "" => None,
        typed => {
            let read = PhoneNumber::parse(typed);
            Some(read.map_err(|_| ApiError::field("phone", "not_a_phone_number"))?)
        }
    };
    caller.act(body.arrived, SaveAccount { name, phone, version: Some(version) }).await?;
    done()
}

/// One's own tokens that still work.
#[utoipa::path(
    get,
    path = "/account/tokens",
    tag = "account",
    responses((status = 200, description = "All of them", body = TokenList))
)]
async fn tokens(caller: Caller) -> ApiResult {
    let seen = caller.see(Account).await?;
    ok(&TokenList { tokens: seen.tokens.into_iter().map(Into::into).collect() })
}

/// Revokes one of one's own tokens; that may be the one that is shown.
#[utoipa::path(
    delete,
    path = "/account/tokens/{token}",
    tag = "account",
    params(("token" = Uuid, Path, description = "The token's id")),
    responses((status = 204, description = "Revoked"))
)]
async fn revoke(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    caller.act_now(RevokeToken { token: TokenId(*id) }).await?;
    done()
}
