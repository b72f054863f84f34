package millrace.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import millrace.gateway.Features;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.server.Gateway;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which directives a request meets, and where it ends. */
@Timeout(60)
class RoutingTest {
    @TempDir
    Path folder;

    private Gateway gateway;
    private int port;

    private void start(String servers) throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String text = "events {} http { access_log off; " + servers.replace("PORT", "127.0.0.1:" + port) + " }";
        gateway = Gateway.open(Configuration.read(Registry.of(Features.all()), Source.ofText(folder, text)),
                PollerKind.EPOLL_ET, 1, Map.of());
    }

    private void server(String lines) throws Exception {
        start("server { listen PORT; server_name first; " + lines + " }");
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.abort();
            gateway.close();
        }
    }

    private String ask(String target) throws IOException {
        return ask(target, "host");
    }

    /** Status, the value of Location if there is one, and the body. */
    private String ask(String target, String host) throws IOException {
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
            String request = "GET " + target + " HTTP/1.0\r\n" + (host == null ? "" : "Host: " + host + "\r\n") + "\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            ByteBuffer answer = ByteBuffer.allocate(1 << 16);
            while (channel.read(answer) >= 0) {
                assertTrue(answer.hasRemaining());
            }
            String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
            String head = text.substring(0, text.indexOf("\r\n\r\n") + 2);
            String body = text.substring(head.length() + 2);
            String location = head.contains("\r\nLocation: ")
                    ? " " + head.replaceAll("(?s).*\r\nLocation: (.*?)\r\n.*", "$1") : "";
            return head.substring(9, 12) + location + (body.contains("<html>") ? "" : " " + body);
        }
    }

    @Test
    void serversAreFoundByNameAndNamedGroupsAreVariables() throws Exception {
        start("""
                server { listen PORT; server_name localhost; return 200 $server_name; }
                server { listen PORT; server_name ""; return 200 none; }
                server { listen PORT; server_name .dot.example.com; return 200 $server_name; }
                server { listen PORT; server_name ~^EXAMPLE\\.COM$; return 200 $server_name; }
                server { listen PORT; server_name ~^(?P<name>[a-z]+)\\Q.example.com\\E$; return 200 $name-$1; }
                """);
        assertEquals("200 localhost", ask("/", "xxx"));
        assertEquals("200 none", ask("/", null));
        assertEquals("200 dot.example.com", ask("/", "www.DOT.example.com:81"));
        assertEquals("200 ~^EXAMPLE\\.COM$", ask("/", "example.com"));
        assertEquals("200 blah-blah", ask("/", "BLAH.example.com."));
        assertEquals("400", ask("/", "a..b"));
        assertEquals("400", ask("/..", "localhost"));
    }

    @Test
    void rewritesEndInALocationOrARedirect() throws Exception {
        server("""
                location / { rewrite ^ http://example.com/?c=d redirect; }
                location /no { rewrite ^ http://example.com/?c=d? permanent; }
                location /capture { rewrite ^(.*) $1?c=$1; return 200 "$1 $2"; }
                location /a { rewrite ^/a/(\\d+)(x)? /b/$1 last; return 200 "not reached"; }
                location /b { return 200 "b $1"; }
                location /stay { rewrite ^ /b/1 break; return 200 "not reached"; }
                location /cycle { rewrite ^ /cycle; }
                location /t1 { rewrite ^ $server_name%3Fa%0D%0Ab redirect; }
                """);
        assertEquals("302 http://example.com/?c=d", ask("/"));
        assertEquals("302 http://example.com/?c=d&a=b", ask("/?a=b"));
        assertEquals("301 http://example.com/?c=d", ask("/no?a=b"));
        assertEquals("200 /capture ", ask("/capture"));
        assertEquals("200 b 12", ask("/a/12"));
        assertEquals("500", ask("/cycle"));
        assertEquals("302 first?a%0D%0Ab", ask("/t1"));
    }

    @Test
    void conditionsSwitchToWhatTheirBlockSays() throws Exception {
        Files.createDirectory(folder.resolve("dir"));
        server("""
                set $flag 0;
                set $none "";
                location ~ ^(?<path>/[a-z].*)$ {
                    if ($none) { return 200 set; }
                    if ($server_name != first) { return 200 other; }
                    if ($path ~* ^/(X+)$) { set $flag $1; }
                    if ($flag = xx) { return 200 "two $flag"; }
                    if (!-e FOLDER$path) { return 200 absent; }
                    if (-d FOLDER$path) { return 200 folder; }
                    return 200 rest;
                }
                location /0 { if ($flag) { return 200 true; } return 200 "false $path"; }
                """.replace("FOLDER", folder.toString()));
        assertEquals("200 two xx", ask("/xx"));
        assertEquals("200 absent", ask("/none"));
        assertEquals("200 folder", ask("/dir"));
        assertEquals("200 false ", ask("/0"));
    }

    @Test
    void redirectsNameTheHostThatWasAskedFor() throws Exception {
        server("""
                location /r { return 301 /x; }
                location /name { server_name_in_redirect on; return 301 /x; }
                location /noport { port_in_redirect off; return 301 /x; }
                location /path { absolute_redirect off; return 301 /x; }
                location ~ (?s)^/split/(.*)$ { return 302 http://a/$1; }
                location /in { internal; return 200 in; }
                location /to { rewrite ^ /in last; }
                """);
        assertEquals("301 http://host:" + port + "/x", ask("/r", "HOST."));
        assertEquals("301 http://first:" + port + "/x", ask("/name"));
        assertEquals("301 http://host/x", ask("/noport"));
        assertEquals("301 /x", ask("/path"));
        assertEquals("302 http://a/b%0D%0ASet-Cookie: c", ask("/split/b%0d%0aSet-Cookie:%20c"));
        assertEquals("404", ask("/in"));
        assertEquals("200 in", ask("/to"));
    }

    @Test
    void errorPagesAnswerWithTheErrorsStatusUnlessTheySayOtherwise() throws Exception {
        server("""
                location /a { error_page 404 /text; return 404; }
                location /text { return 200 text; }
                location /b { error_page 404 =200 /text; return 404; }
                location /c { error_page 404 = /gone; return 404; }
                location /gone { return 410 gone; }
                location /d { error_page 404 @named; return 404; }
                location @named { return 200 named; }
                location /e { error_page 405 /again; return 405; }
                location /again { error_page 404 /text; return 404; }
                location /f { recursive_error_pages on; error_page 405 /more; return 405; }
                location /more { recursive_error_pages on; error_page 404 /text?; return 404; }
                location /g { error_page 404 =200 http://example.com/; return 404; }
                location /h { error_page 302 =303 http://example.com/; return 302 first; }
                location /i { error_page 405 /moved; return 405; }
                location /moved { return 302 text; }
                location /j { error_page 405 /none; return 405; }
                location /none { return 204; }
                """);
        assertEquals("404 text", ask("/a"));
        assertEquals("200 text", ask("/b"));
        assertEquals("410 gone", ask("/c"));
        assertEquals("404 named", ask("/d"));
        assertEquals("404", ask("/e"));
        assertEquals("404 text", ask("/f"));
        assertEquals("302 http://example.com/", ask("/g"));
        assertEquals("303 http://example.com/", ask("/h"));
        assertEquals("302 text", ask("/i"));
        assertEquals("405 ", ask("/j"));
    }

    @Test
    void tryFilesServesTheFirstThatIsThere() throws Exception {
        Files.createDirectories(folder.resolve("www/sub"));
        Files.writeString(folder.resolve("www/sub/f.txt"), "file");
        Files.writeString(folder.resolve("www/page.html"), "page");
        server("""
                root FOLDER/www;
                location / { try_files $uri $uri/ /fallback?u=$uri; }
                location /code { try_files /none =418; }
                location /named { try_files /none @named; }
                location @named { return 200 "named $uri"; }
                location /fallback { return 200 "fallback $args"; }
                location /alias/ { alias FOLDER/www/sub/; try_files $uri =404; }
                location ~ ^/whole(/.*)$ { alias FOLDER/www; try_files /sub$1 =404; }
                """.replace("FOLDER", folder.toString()));
        assertEquals("200 file", ask("/sub/f.txt"));
        assertEquals("301 http://host:" + port + "/sub/", ask("/sub"));
        assertEquals("200 fallback u=/none", ask("/none"));
        assertEquals("418 ", ask("/code"));
        assertEquals("200 named /named", ask("/named"));
        assertEquals("200 file", ask("/alias/f.txt"));
        assertEquals("404", ask("/alias/none"));
        assertEquals("200 file", ask("/whole/f.txt"));
    }

    @Test
    void anAttackOnAPatternEndsItsRequestAndNothingElse() throws Exception {
        server("""
                location ~ "^/(?=a)(a+)+\\1$" { return 200 matched; }
                location /b { if ($uri ~ "^/b(a+)+\\1!?$") { return 200 matched; } return 200 not; }
                """);
        assertEquals("500", ask("/" + "a".repeat(3_000) + "!x"));
        assertEquals("200 not", ask("/bx"));
        assertEquals("200 matched", ask("/baa"));
    }
}
