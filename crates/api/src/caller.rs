//! Who calls, and how a use case is run for them.

use crate::problem::ApiError;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use almoner_domain::access::Actor;
use almoner_http::{Site, Visitor, blocking};
use almoner_usecases::{App, Arrived, Outcome, UseCase, View};
use std::future::Future;
use std::pin::Pin;

/// The caller of this request, with the application at hand.
pub(crate) struct Caller {
    app: App,
    actor: Actor,
    arrived: Arrived,
}

impl Caller {
    /// Runs a view.
    pub(crate) async fn see<V>(self, view: V) -> Result<V::Output, ApiError>
    where
        V: View + Send + 'static,
        V::Output: Send + 'static,
    {
        self.ask(move |app, actor, arrived| app.look(actor, arrived, &view)).await
    }

    /// Runs a use case as of the instant at which its body had arrived whole.
    pub(crate) async fn act<U: UseCase>(
        self,
        arrived: Arrived,
        case: U,
    ) -> Result<U::Output, ApiError> {
        let Self { app, actor, .. } = self;
        Ok(blocking(move || app.execute(&actor, arrived, case)).await?)
    }

    /// Runs a use case of a call without a body.
    pub(crate) async fn act_now<U: UseCase>(self, case: U) -> Result<U::Output, ApiError> {
        let arrived = self.arrived;
        self.act(arrived, case).await
    }

    /// Runs anything that reads.
    pub(crate) async fn ask<T, F>(self, work: F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        F: FnOnce(&App, &Actor, Arrived) -> Outcome<T> + Send + 'static,
    {
        let Self { app, actor, arrived } = self;
        Ok(blocking(move || work(&app, &actor, arrived)).await?)
    }
}

impl FromRequest for Caller {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let site = request.app_data::<web::Data<Site>>().cloned();
        let visitor = Visitor::from_request(request, payload);
        Box::pin(async move {
            let visitor = visitor.await?;
            let site = site.ok_or_else(|| {
                actix_web::error::ErrorInternalServerError("the site is not set up")
            })?;
            let (actor, arrived) = (visitor.actor, visitor.arrived);
            Ok(Self { app: site.app.clone(), actor, arrived })
        })
    }
}
