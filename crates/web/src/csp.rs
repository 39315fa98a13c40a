//! What a page may load and where its forms may go.

/// The value of the `Content-Security-Policy` header for every page.
///
/// Nothing comes from another site, and no script or style stands in a page itself. `data:` images
/// are small icons inside the stylesheet.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; \
     style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";
