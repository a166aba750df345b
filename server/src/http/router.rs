//! The router. Own routes stand in [`own`]; pages and server functions come from the app. A test holds each of them
//! against the permission table.

use super::front::Front;
use super::{noted, paper, security};
use crate::live;
use crate::served::Served;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodRouter, get, get_service};
use itineraire_app::{App, shell};
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table::{House, Parcours};
use leptos::config::LeptosOptions;
use leptos::prelude::provide_context;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list, render_app_to_stream_with_context};
use std::convert::Infallible;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// The pages of the app.
pub fn pages() -> Vec<AxumRouteListing> {
    generate_route_list(App)
}

/// The routes that are neither a page nor a server function, each under the address of its line in the permission table.
pub fn own(options: &LeptosOptions) -> [(Operation, MethodRouter<Served>); 5] {
    // Named after their content: they never change, and hold nobody's data. What is not there is not kept, though.
    let forever = SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, |answer: &Response| {
        let there = answer.status().is_success() || answer.status() == StatusCode::NOT_MODIFIED;
        there.then(|| HeaderValue::from_static("public, max-age=31536000, immutable"))
    });
    // One address, several encodings: what stands between us and the browser must not mix them up.
    let encodings =
        SetResponseHeaderLayer::overriding(header::VARY, HeaderValue::from_static("accept-encoding"));
    let files = ServeDir::new(&*options.site_root)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false);
    [
        (Operation::Parcours(Parcours::Live), get(live::connect)),
        (Operation::Parcours(Parcours::Paper), get(paper::file)),
        (Operation::House(House::Live), get(async || "ok")),
        (Operation::House(House::Ready), get(ready)),
        (
            Operation::House(House::StaticFile),
            get_service(files)
                .layer::<_, Infallible>(forever)
                .layer(encodings),
        ),
    ]
}

/// How long a read and the writer may take to answer before the service is not ready.
const ANSWERS_WITHIN: Duration = Duration::from_secs(2);

/// *ok*, or in one sentence why nobody should be sent here now: it keeps nothing, or does not answer. It says nothing
/// of anyone, and needs no session.
async fn ready(State(served): State<Served>) -> (StatusCode, String) {
    let not_ready = |why: String| (StatusCode::SERVICE_UNAVAILABLE, why);
    if let Some(trouble) = served.store.trouble() {
        return not_ready(trouble.to_string());
    }
    let answers = async {
        let reads = served.store.reads_answer().await;
        reads && served.store.writer_answers().await
    };
    match tokio::time::timeout(ANSWERS_WITHIN, answers).await {
        Ok(true) => (StatusCode::OK, "ok".into()),
        Ok(false) | Err(_) => not_ready("the database or its writer does not answer".into()),
    }
}

/// The whole service.
pub fn router(served: Served) -> Router {
    let options = served.leptos.clone();
    let service = served.service.clone();
    let gate = (served.gate.front.clone(), served.gate.limits.body);
    let address = served.address();
    let context = move || {
        provide_context(service.clone());
        provide_context(address.clone());
    };
    let page = {
        let options = options.clone();
        move || shell(options.clone())
    };
    // The app has no route for it, and says so.
    let nowhere = render_app_to_stream_with_context(context.clone(), page.clone());
    let routes = own(&options)
        .into_iter()
        .fold(Router::new(), |router, (operation, answer)| {
            router.route(operation.address(), answer)
        })
        .leptos_routes_with_context(&served, pages(), context, page)
        .fallback(move |request: Request| nowhere(request));
    guarded(routes, gate).with_state(served)
}

/// Routes with what is around each of them.
fn guarded<S: Clone + Send + Sync + 'static>(routes: Router<S>, gate: (Front, usize)) -> Router<S> {
    routes
        // Pages and answers, which are made for one person: quickly. Files were compressed at build, as far as it goes, and a
        // paper is compressed by itself.
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Precise(5))
                .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("application/pdf"))),
        )
        .layer(CatchPanicLayer::custom(|_| security::failed()))
        .layer(axum::middleware::from_fn_with_state(gate, security::guard))
        .layer(axum::middleware::from_fn(noted::noted))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_request_that_panics_is_answered_like_a_service_that_failed() {
        let fails = async || -> &'static str { panic!("a fault of ours") };
        let routes = guarded(
            Router::<()>::new().route("/", get(fails)),
            (Front::default(), 1024),
        );
        let asked = Request::builder().uri("/").header(header::HOST, "localhost");
        let answer = routes.oneshot(asked.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.headers()[header::X_FRAME_OPTIONS], "DENY");
        let body = to_bytes(answer.into_body(), 1024).await.unwrap();
        assert_eq!(body, "\"Unavailable\"");
    }
}
