//! The cookie jar (RFC 6265bis, as far as one server on loopback needs it).

/// Cookies of one server. A cookie's age is not followed, only its removal: a check is over
/// before a session runs out.
#[derive(Debug, Clone, Default)]
pub(super) struct Jar {
    cookies: Vec<Cookie>,
}

#[derive(Debug, Clone)]
struct Cookie {
    name: String,
    value: String,
    path: String,
}

impl Jar {
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|cookie| cookie.name == name).map(|cookie| cookie.value.as_str())
    }

    pub(super) fn put(&mut self, name: &str, value: &str) {
        self.store(Cookie { name: name.to_owned(), value: value.to_owned(), path: "/".to_owned() });
    }

    /// The `Cookie` header for a request to this path, longer cookie paths first.
    pub(super) fn header_for(&self, path: &str) -> Option<String> {
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        let mut sent: Vec<&Cookie> =
            self.cookies.iter().filter(|cookie| covers(&cookie.path, path)).collect();
        sent.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<String> =
            sent.iter().map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// Takes in a `Set-Cookie` header from an answer to this path. A prefixed cookie that breaks
    /// its prefix's rules is left out, as browsers do.
    pub(super) fn take(&mut self, header: &str, from: &str) {
        let mut parts = header.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let (name, value) = (name.trim(), value.trim());
        let mut path = None;
        let (mut secure, mut domain, mut removed) = (false, false, false);
        for attribute in parts {
            let (key, setting) = attribute.split_once('=').unwrap_or((attribute, ""));
            match key.trim().to_ascii_lowercase().as_str() {
                "path" if setting.starts_with('/') => path = Some(setting.to_owned()),
                "secure" => secure = true,
                "domain" => domain = !setting.is_empty(),
                "max-age" => removed = setting.parse::<i64>().is_ok_and(|seconds| seconds <= 0),
                _ => {}
            }
        }
        let breaks_prefix = (name.starts_with("__Secure-") && !secure)
            || (name.starts_with("__Host-") && (!secure || domain || path.as_deref() != Some("/")));
        if name.is_empty() || breaks_prefix {
            return;
        }
        let path = path.unwrap_or_else(|| default_path(from));
        if removed {
            self.cookies.retain(|cookie| cookie.name != name || cookie.path != path);
        } else {
            self.store(Cookie { name: name.to_owned(), value: value.to_owned(), path });
        }
    }

    fn store(&mut self, cookie: Cookie) {
        let known = self
            .cookies
            .iter_mut()
            .find(|known| known.name == cookie.name && known.path == cookie.path);
        match known {
            Some(known) => *known = cookie,
            None => self.cookies.push(cookie),
        }
    }
}

/// RFC 6265 §5.1.4: the folder of the path asked for.
fn default_path(from: &str) -> String {
    let path = from.split_once('?').map_or(from, |(path, _)| path);
    match path.rsplit_once('/') {
        Some((folder, _)) if !folder.is_empty() => folder.to_owned(),
        _ => "/".to_owned(),
    }
}

fn covers(cookie_path: &str, path: &str) -> bool {
    path.strip_prefix(cookie_path)
        .is_some_and(|rest| rest.is_empty() || cookie_path.ends_with('/') || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_sent_to_its_path_and_below() {
        let mut jar = Jar::default();
        jar.take("a=1; Path=/office", "/x");
        jar.take("b=2", "/office/bids/7");
        assert_eq!(jar.header_for("/office/bids/8?x=1").as_deref(), Some("b=2; a=1"));
        assert_eq!(jar.header_for("/office").as_deref(), Some("a=1"));
        assert_eq!(jar.header_for("/offices"), None);
    }

    #[test]
    fn setting_again_replaces_and_an_age_of_nothing_removes() {
        let mut jar = Jar::default();
        jar.take("s=1; Path=/; HttpOnly", "/");
        jar.take("s=2; Path=/; Max-Age=3600", "/");
        assert_eq!(jar.value("s"), Some("2"));
        jar.take("s=; Path=/; Max-Age=0", "/");
        assert_eq!(jar.value("s"), None);
    }

    #[test]
    fn a_host_cookie_must_be_secure_for_the_whole_site_and_without_domain() {
        let mut jar = Jar::default();
        for refused in
            ["__Host-s=1; Path=/", "__Host-s=1; Secure", "__Host-s=1; Secure; Path=/; Domain=a.b"]
        {
            jar.take(refused, "/deep/down");
            assert_eq!(jar.value("__Host-s"), None, "{refused}");
        }
        jar.take("__Host-s=1; Secure; Path=/; SameSite=Lax", "/deep/down");
        assert_eq!(jar.value("__Host-s"), Some("1"));
    }
}
