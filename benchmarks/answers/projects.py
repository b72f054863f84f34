"""The projects whose configurations are served. Nothing of theirs lies here: each is fetched, and changed as said."""

import cases
from cases import one

FOLDER = "@FOLDER@"
MAIN = """events {}
http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    include @FOLDER@/site.conf;
}
"""


class Project:
    """Changes are (from, to, why); each has to be found, so that a newer file is not changed by half."""

    def __init__(self, name, repository, path, commit, changes, ports, upstreams, requests, files=(), site=False,
                 version_of_nginx=False):
        self.name, self.repository, self.path, self.commit = name, repository, path, commit
        self.changes, self.ports, self.upstreams, self.site = changes, ports, upstreams, site
        self.requests, self.files, self.version_of_nginx = requests, files, version_of_nginx

    def write(self, text, folder):
        """Writes the changed configuration into the folder, and says where nginx is to start reading."""
        for before, after, _ in self.changes:
            if before not in text:
                raise SystemExit(f"{self.repository}/{self.path} has no {before!r}: is it another version?")
            text = text.replace(before, after)
        target = folder / ("site.conf" if self.site else "nginx.conf")
        target.write_text(text.replace(FOLDER, str(folder)))
        if self.site:
            (folder / "nginx.conf").write_text(MAIN.replace(FOLDER, str(folder)))
        return folder / "nginx.conf"


def address(before, port):
    return before, f"127.0.0.1:{port}", "address"


def listen(before, port):
    return before, f"listen 127.0.0.1:{port}", "address"


def moved(before):
    return before, FOLDER + before, "folder"


def sentry():
    yield from cases.proxied("/app")
    yield from cases.files("/js-sdk", "file.js", 3000)
    for path in ["/api/store/", "/api/store", "/api/1/envelope/", "/api/0/x/", "/api/12/", "/api/0/relays/x", "/api/1", "/_assets/", "/_assets",
                 "/_assets/a/../b.js", "/_assets/a%2Fb?x=%20", "/_assets//x", "/_static/x.js", "/js-sdk"]:
        yield one("GET " + path, "X-Do: field=Content-Disposition: attachment|field=X-Kept: 1")
        yield one("POST " + path, "Content-Length: 4", body="body")


def harbor():
    yield from cases.proxied("/api")
    for path in ["/", "/x", "/c/login", "/c", "/api/v2.0/projects", "/chartrepo/x", "/v1/", "/v1/x", "/v2/", "/v2/_catalog?n=1", "/service/token",
                 "/service/notifications", "/service/notifications/jobs", "/service", "/v2/a/../b", "/v2/a%2Fb/blobs/sha256:1", "/c//x"]:
        yield one("GET " + path)
        yield one("GET " + path, "X-Do: status=401 No|field=X-Frame-Options: SAMEORIGIN")
        yield one("PATCH " + path, "Transfer-Encoding: chunked", body="4\r\nbody\r\n0\r\n\r\n")


def lemmy():
    yield from cases.proxied("/c")
    yield from cases.proxied("/api")
    for path in ["/", "/post/1/", "/post/1///", "/api/v3/site", "/pictrs/image/x.png", "/feeds/all.xml", "/nodeinfo/2.0.json", "/version",
                 "/.well-known/webfinger?resource=acct:a@b", "/xwell-known", "/apix", "/c/main/?page=2", "/c/%C3%A4/", "//"]:
        for accept in ["text/html", "application/activity+json",
                       'application/ld+json; profile="https://www.w3.org/ns/activitystreams"']:
            yield one("GET " + path, "Accept: " + accept)
        yield one("POST " + path, "Content-Length: 4", body="body")


def taiga():
    yield from cases.proxied("/api")
    yield from cases.websocket("/events")
    yield from cases.files("/static", "file.js", 3000)
    for target in ["/_protected/x", "/_protected/none", "/_protected/../static/file.js", "/api/x", "/_protected/x?a=b"]:
        yield one("GET /media/x", "X-Do: field=X-Accel-Redirect: " + target + "|field=Content-Type: a/b|field=X-Other: 1")
        yield one("HEAD /media/x", "X-Do: field=X-Accel-Redirect: " + target)
        yield one("GET /media/x", "X-Do: field=X-Accel-Redirect: " + target, "Range: bytes=0-4")
    for path in ["/", "/project/x", "/api/v1/users", "/apiary", "/admin", "/admin/", "/administer", "/media/x", "/events", "/static",
                 "/media", "/media/a%20b", "/media/exports/e.zip", "/media/exports/", "/_protected/x", "/api", "/media/../api/x"]:
        yield one("GET " + path)
        yield one("GET " + path, "X-Do: type=text/html|field=Server: gunicorn")


def peertube():
    yield from cases.proxied("/app")
    yield from cases.websocket("/socket.io")
    yield from cases.websocket("/tracker/socket")
    yield from cases.files("/static/thumbnails", "file.js", 3000)
    yield from cases.files("/client", "file.js", 3000)
    for path in ["/static/webseed/v.mp4", "/static/redundancy/v-fragmented.mp4", "/static/streaming-playlists/hls/a.m3u8", "/static/webseed/none",
                 "/static/avatars/none.png", "/client/assets/images/logo.svg", "/client/assets/images/favicon.png", "/client/assets/images/none.png",
                 "/client/none.css", "/client/en/file.js", "/client/index.html", "/.well-known/acme-challenge/token", "/.well-known/other",
                 "/check-auth", "/api/v1/videos/upload", "/api/v1/users/me/avatar/pick", "/static/webseed/../../x", "/static/torrents/x"]:
        for method in ["GET", "HEAD", "OPTIONS", "DELETE"]:
            yield one(f"{method} {path}")
        yield one("POST " + path, "Content-Length: 4", body="body")
        yield one("GET " + path, "Range: bytes=0-4")
    for order in ["status=401 No|field=WWW-Authenticate: Basic realm=x", "status=403 No", "status=500 Oops", "status=204 Yes", "silent", "cut"]:
        yield one("POST /api/v1/videos/upload", "X-Do: " + order, "Content-Length: 4", body="body")
        yield one("HEAD /api/v1/users/me/avatar/pick", "X-Do: " + order)
    for size in [99_000, 103_000, 300_000, 3_000_000]:
        for path in ["/app", "/api/v1/users/me/avatar/pick", "/api/v1/videos/upload"]:
            yield one("POST " + path, f"Content-Length: {size}", body="x" * size)


FILE_NAMES = ["file.js", "with space.txt", ".hidden", "empty.txt", "unread.txt", "page.html", "no-extension", "UPPER.TXT", "sub/index.html"]
# Since 1.29.7 nginx speaks HTTP/1.1 to upstreams and keeps connections, where a file does not say otherwise. Debian's is
# older: the upstreams of a project whose file leaves that open do not say which of the two they were asked for.

PROJECTS = [
    Project("Sentry", "getsentry/self-hosted", "nginx.conf", "89a143f8e4d396a858cf6f462a832ae7da9fd2db",
            [("user nginx;", "", "no such user on Debian"), listen("listen 80", 18480),
             address("relay:3000", 18490), address("web:9000", 18491), moved("/var/log/nginx/"), moved("/var/www/"),
             ("pid /var/run/nginx.pid;", "", "file, given by -g")],
            [18480], {"relay": 18490, "web": 18491}, sentry, [("var/www/js-sdk", FILE_NAMES)]),
    Project("Harbor", "goharbor/harbor", "make/photon/prepare/templates/nginx/nginx.http.conf.jinja",
            "c50c7ddd6ea4e335a480b49c618281882ab7eec9",
            [listen("listen 8080", 18480), listen("listen 9090", 18481), address("core:8080", 18490), address("portal:8080", 18491),
             address("core:9090", 18492), address("registry:9090", 18493), address("exporter:8080", 18494), address("jobservice:9090", 18495),
             ("pid /tmp/nginx.pid;", "", "file, given by -g"), moved("/tmp/"), ("/dev/stdout", FOLDER + "/access.log", "file")],
            [18480, 18481], {"core": 18490, "portal": 18491, "core metrics": 18492, "registry metrics": 18493, "exporter": 18494, "jobservice metrics": 18495},
            harbor, version_of_nginx=True),
    Project("PeerTube", "Chocobozzz/PeerTube", "support/nginx/peertube", "0136889c6062490704bbb2208566abda7492274c",
            [("listen 443 ssl http2", "listen 127.0.0.1:18480", "TLS to plain"), ("  listen [::]:443 ssl http2;\n", "", "TLS to plain"),
             ("${WEBSERVER_HOST}", "example.com", "address"), ("${PEERTUBE_HOST}", "127.0.0.1:18490", "address"),
             moved("/var/log/nginx/"), moved("/var/www/"), ("ssl_", "#ssl_", "TLS to plain")],
            [18480], {"peertube": 18490}, peertube,
            [("var/www/peertube/storage/thumbnails", FILE_NAMES), ("var/www/peertube/storage/videos", ["v.mp4"]),
             ("var/www/peertube/storage/redundancy", ["v-fragmented.mp4"]), ("var/www/certbot/.well-known/acme-challenge", ["token"]),
             ("var/www/peertube/peertube-latest/client/dist", FILE_NAMES + ["en/file.js"]),
             ("var/www/peertube/peertube-latest/client/dist/assets/images", ["logo.svg"]),
             ("var/www/peertube/storage/client-overrides/assets/images", ["favicon.png"])], site=True,
            version_of_nginx=True),
    Project("Lemmy", "LemmyNet/lemmy", "docker/nginx.conf", "439734dd638a2c06a2f907beab7dcf4646e88f86",
            [address('"lemmy:8536"', 18490), address('"lemmy-ui:1234"', 18491), listen("listen 1236", 18480), listen("listen 8536", 18481),
             ("http {", "http {\n    access_log off;", "file")],
            [18480, 18481], {"lemmy": 18490, "lemmy-ui": 18491}, lemmy, version_of_nginx=True),
    Project("Taiga", "taigaio/taiga-docker", "taiga-gateway/taiga.conf", "83d19c57296116f57589f378a07747915e56f439",
            [listen("listen 80", 18480), ("taiga-front/", "127.0.0.1:18490/", "address"), address("taiga-back:8000", 18491),
             address("taiga-events:8888", 18492), address("taiga-protected:8003", 18493),
             ("alias /taiga", f"alias {FOLDER}/taiga", "folder")],
            [18480], {"front": 18490, "back": 18491, "events": 18492, "protected": 18493}, taiga,
            [("taiga/static", FILE_NAMES), ("taiga/media", ["x"]), ("taiga/media/exports", ["e.zip"])], site=True,
            version_of_nginx=True),
]
