vcl 4.1;

# Minbar behind Varnish 7.1: a cache that Minbar tells by exact address what it holds no longer.
# Copy to /etc/varnish/default.vcl; docs/operator.md says what else there is to do: Varnish must run
# with `-p http_gzip_support=off -p backend_idle_timeout=5`, and Minbar with MINBAR_PURGE_URLS and
# MINBAR_TRUSTED_PROXIES. Varnish speaks no TLS: what does stands before it, and should say whose the
# connection is by the PROXY protocol (`-a …,PROXY`).

import std;

# Edit these: where Minbar listens, who may purge, and the site's name, twice (newspaper.example).

backend minbar {
    .host = "127.0.0.1"; # HOST
    .port = "8000"; # PORT
    .connect_timeout = 1s;
    .first_byte_timeout = 30s;
    .between_bytes_timeout = 10s;
    .probe = {
        .url = "/healthz";
        .interval = 2s;
        .timeout = 2s;
        .window = 5;
        .threshold = 2;
        .initial = 2;
    }
}

acl presses {
    "127.0.0.1"; # whoever runs `minbar serve`
    "::1";
}

sub minbar_site {
    if (req.http.Host !~ "(?i)^newspaper\.example(:[0-9]+)?$") {
        return (synth(421, "Misdirected Request"));
    }
    set req.http.Host = "newspaper.example"; # one name, so that there is one copy
}

sub vcl_recv {
    call minbar_site;

    if (req.method == "PURGE") {
        # Varnish has already put the client there; with a comma, a proxy stands between, and an
        # address of this machine may be anybody's.
        if (client.ip !~ presses || req.http.X-Forwarded-For ~ ",") {
            return (synth(405, "Method Not Allowed"));
        }
        return (purge);
    }

    # Whatever the client says of itself. WSGI could not tell the underscored ones from the first.
    set req.http.X-Forwarded-For = client.ip;
    unset req.http.X_Forwarded_For;
    unset req.http.X-Forwarded_For;
    unset req.http.X_Forwarded-For;
    unset req.http.X-Forwarded-Host;
    unset req.http.X-Real-IP;
    unset req.http.Forwarded;
    if (req.restarts == 0) {
        unset req.http.Minbar-Query;
    }

    if (req.url !~ "^/newsroom/") {
        unset req.http.Cookie;
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    if (req.url ~ "^/(((ar|en|fr)/)?(receipts|error-receipts|search)|newsroom|views|healthz|readyz|metrics)(/|\?|$)") {
        return (pass);
    }

    # Queries that a route declares, pressed("order"), ask for what is not stored. All others
    # are trackers', and ask for the page itself.
    if (req.url ~ "[?&]order(=|&|$)") {
        return (pass);
    }
    if (req.url ~ "\?") {
        set req.http.Minbar-Query = "yes";
        set req.url = regsub(req.url, "\?.*$", "");
    }

    # Of all ways to write an address only the one that is purged is kept: letters and digits as they
    # are, all else as %D8, no empty words and none that leads elsewhere. (One pattern for all of it
    # would run out of stack on a long address.)
    if (req.url ~ "[^A-Za-z0-9/._~%-]" || req.url ~ "%(?![89A-F][0-9A-F])" || req.url ~ "//|/\.") {
        return (pass);
    }

    # A copy for each encoding, of which Minbar has three; what is refused (q=0) is not asked for.
    if (req.http.Accept-Encoding ~ "(?i)(^|[\s,])br(?!\s*;\s*q=0(\.0*)?\s*(,|$))\s*(;|,|$)") {
        set req.http.Accept-Encoding = "br";
    } elsif (req.http.Accept-Encoding ~ "(?i)(^|[\s,])gzip(?!\s*;\s*q=0(\.0*)?\s*(,|$))\s*(;|,|$)") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }

    # While Minbar answers, a page is served ten minutes beyond its time at the most, and fetched anew
    # meanwhile; while it does not, or has just failed (a restart), for as long as it may be kept.
    if (std.healthy(req.backend_hint) && req.restarts == 0) {
        set req.grace = 600s; # the stale-while-revalidate of press/front.py
    }
    return (hash);
}

sub vcl_backend_fetch {
    unset bereq.http.Minbar-Query;
}

sub vcl_backend_response {
    if (beresp.status >= 500 && bereq.is_bgfetch) {
        return (abandon); # what is there is better
    }
    if (bereq.uncacheable) {
        return (deliver);
    }
    if (beresp.status < 500 && beresp.http.CDN-Cache-Control
            && beresp.http.CDN-Cache-Control !~ "no-store|no-cache|private" && !beresp.http.Set-Cookie) {
        set beresp.ttl = std.duration(
            regsub(beresp.http.CDN-Cache-Control, "^(?:.*[\s,])?max-age=([0-9]+).*$", "\1s"), 0s);
        set beresp.grace = std.duration(
            regsub(beresp.http.CDN-Cache-Control, "^(?:.*[\s,])?stale-if-error=([0-9]+).*$", "\1s"), 0s);
        return (deliver);
    }
    # Of all else only files are kept; what a page says to browsers is not said to us.
    if (bereq.url ~ "^/(static|media)/" && beresp.status == 200 && beresp.ttl > 0s) {
        set beresp.grace = 7d;
        return (deliver);
    }
    set beresp.uncacheable = true;
    set beresp.ttl = 0s;
    set beresp.grace = 0s;
    return (deliver);
}

sub vcl_backend_error {
    if (bereq.is_bgfetch) {
        return (abandon);
    }
    set beresp.status = 503;
    set beresp.reason = "Service Unavailable";
    set beresp.http.Content-Type = "text/html; charset=utf-8";
    set beresp.http.Cache-Control = "no-store";
    set beresp.http.Content-Security-Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'";
    set beresp.http.X-Content-Type-Options = "nosniff";
    set beresp.http.Referrer-Policy = "same-origin";
    set beresp.http.Retry-After = "10";
    synthetic(std.fileread("/etc/minbar/unavailable.html"));
    set beresp.ttl = 0s;
    set beresp.grace = 0s;
    return (deliver);
}

sub vcl_deliver {
    if (resp.status >= 500 && req.restarts == 0
            && (req.method == "GET" || req.method == "HEAD") && req.url !~ "^/(((ar|en|fr)/)?(receipts|error-receipts|search)|newsroom|views)/") {
        return (restart); # for an old copy, if there is one
    }
    if (req.http.Minbar-Query && resp.http.CDN-Cache-Control) {
        set resp.http.CDN-Cache-Control = "no-store"; # an address with a query is never purged
    }
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    return (deliver);
}

sub vcl_synth {
    set resp.http.Content-Type = "text/plain; charset=utf-8";
    set resp.http.Cache-Control = "no-store";
    synthetic(resp.reason + {"
"});
    return (deliver);
}
