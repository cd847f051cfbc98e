# Varnish (7 and newer) before Zope: keeps what caching/ says may be kept, and forgets what
# it is told to. Start it with
#   varnishd -a 127.0.0.1:6081 -f /srv/onewindow/checkout/deploy/varnish.vcl -s malloc,256m
# and enter http://127.0.0.1:6081 under Site Setup, Caching, as a caching proxy.
vcl 4.1;

import std;

backend portal {
    .host = "127.0.0.1";
    .port = "8080";
    .first_byte_timeout = 120s;
    # Zope's own root, which needs neither the portal nor its records.
    .probe = {
        .url = "/";
        .interval = 5s;
        .timeout = 10s;
        .window = 5;
        .threshold = 2;
        .initial = 2;
    }
}

# Who may have pages forgotten: Zope on this machine, which does not come by the web server.
acl portal_machine {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "BAN") {
        if (client.ip !~ portal_machine || req.http.X-Real-IP) {
            return (synth(403, "Not for you"));
        }
        # A path with all its queries, whatever address it was asked for by, and all below.
        if (req.url == "/") {
            ban("obj.status != 0");
        } else {
            ban("obj.http.X-Purge-Path ~ ^" + req.url + "(/|$)");
        }
        if (req.http.X-Ban-Lists) {
            ban("obj.http.X-Cache-Rule ~ \.(home|listing|place|article|search|answer|dynamic)$");
        }
        return (synth(200, "Forgotten"));
    }

    # Varnish adds the address of the web server on this machine; Zope goes by the last one.
    if (client.ip ~ portal_machine) {
        set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, ",[^,]*$", "");
    }

    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # A page is kept until something in it expires: what is over its time is shown only
    # while there is nobody to ask.
    if (std.healthy(req.backend_hint)) {
        set req.grace = 0s;
    }
    if (req.http.Authorization) {
        return (pass);
    }
    if (req.http.Cookie) {
        # People of their own: logged in, with a message, a receipt, another face, or on a
        # device that several people use.
        if (req.http.Cookie
            ~ "(^|;\s*)(__ac|__cp|statusmessages|onewindow_(receipt|face|shared|ended))=") {
            return (pass);
        }
        # What is left of the cookies tells two variants of each language apart.
        set req.http.X-Variant = "";
        if (req.http.Cookie ~ "(^|;\s*)I18N_LANGUAGE=") {
            set req.http.X-Variant = regsub(req.http.Cookie,
                {"^.*?I18N_LANGUAGE="?([A-Za-z-]{1,8}).*$"}, "I18N_LANGUAGE=\1");
        }
        if (req.http.Cookie ~ "(^|;\s*)onewindow_elder=") {
            set req.http.X-Variant = req.http.X-Variant + "; onewindow_elder=1";
        }
        set req.http.Cookie = regsub(req.http.X-Variant, "^; ", "");
        unset req.http.X-Variant;
        if (req.http.Cookie == "") {
            unset req.http.Cookie;
        }
    }
    # The same address answers people with a page and programs with JSON.
    if (req.http.Accept ~ "application/json") {
        set req.http.Accept = "application/json";
    } else {
        set req.http.Accept = "text/html,*/*";
    }
    return (hash);
}

sub vcl_backend_response {
    # What nobody needs to know; here, once, and not each time that the page is delivered.
    unset beresp.http.X-Cache-Operation;
    unset beresp.http.X-Powered-By;
    unset beresp.http.X-Theme-Disabled;
    # Only what says so is kept: pages while we are told of changes, files by their hash.
    if (beresp.http.Set-Cookie || beresp.http.Cache-Control !~ "s-maxage|public") {
        set beresp.ttl = 0s;
        set beresp.uncacheable = true;
    } else {
        # While Zope restarts, what was there before is better than nothing.
        set beresp.grace = 10m;
        set beresp.do_gzip = beresp.http.Content-Type ~ "text|json|javascript|svg|xml";
    }
    # Browsers ask each time; only this cache is told of changes.
    set beresp.http.Cache-Control = regsub(beresp.http.Cache-Control, ", *s-maxage=[0-9]+", "");
    return (deliver);
}

sub vcl_backend_error {
    # Zope does not answer, and nothing is kept that could be shown instead.
    set beresp.http.Content-Type = "text/html; charset=utf-8";
    set beresp.http.Cache-Control = "no-store";
    set beresp.http.Retry-After = "60";
    set beresp.http.X-Made-By = "varnish";
    # What was sent is in the browser's page, and in no other place: that page repeats it, and
    # never asks for another by itself.
    if (bereq.method == "POST") {
        synthetic(std.fileread("/srv/onewindow/checkout/deploy/away-sent.html"));
    } else {
        synthetic(std.fileread("/srv/onewindow/checkout/deploy/away.html"));
    }
    return (deliver);
}

sub vcl_synth {
    unset resp.http.X-Varnish;
    # A request that failed here, such as one that Varnish has no room for.
    if (resp.status < 500) {
        return (deliver);
    }
    set resp.status = 503;
    set resp.reason = "Service Unavailable";
    set resp.http.Content-Type = "text/html; charset=utf-8";
    set resp.http.Cache-Control = "no-store";
    set resp.http.Retry-After = "60";
    if (req.method == "POST") {
        synthetic(std.fileread("/srv/onewindow/checkout/deploy/away-sent.html"));
    } else {
        synthetic(std.fileread("/srv/onewindow/checkout/deploy/away.html"));
    }
    call say_what_zope_says;
    return (deliver);
}

# What Zope's own answers tell a browser, as web/headers.py has it. The policy of scripts
# and styles is in the page.
sub say_what_zope_says {
    set resp.http.Content-Security-Policy = "frame-ancestors 'self'";
    set resp.http.Cross-Origin-Opener-Policy = "same-origin";
    set resp.http.Permissions-Policy =
        "camera=(), geolocation=(self), microphone=(), payment=()";
    set resp.http.Referrer-Policy = "same-origin";
    set resp.http.X-Content-Type-Options = "nosniff";
    set resp.http.X-Frame-Options = "SAMEORIGIN";
    if (req.url ~ "^/VirtualHostBase/https/") {
        set resp.http.Strict-Transport-Security = "max-age=31536000";
    }
}

sub vcl_deliver {
    unset resp.http.X-Purge-Path;
    unset resp.http.X-Cache-Rule;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    if (resp.http.X-Made-By == "varnish") {
        unset resp.http.X-Made-By;
        call say_what_zope_says;
    }
    if (obj.hits > 0) {
        set resp.http.X-Cache = "HIT";
    } else {
        set resp.http.X-Cache = "MISS";
    }
}
