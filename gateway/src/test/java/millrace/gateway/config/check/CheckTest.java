package millrace.gateway.config.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import millrace.gateway.config.Context;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import org.junit.jupiter.api.Test;

class CheckTest {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION, Context.IF_IN_LOCATION};

    private static Registry registry() {
        return Registry.of(List.of(r -> {
            r.directive("http", Context.MAIN).args(0, 0).block(Context.HTTP, (scope, s, inner) -> {});
            r.directive("upstream", Context.HTTP).repeated().lines((scope, s) -> {});
            r.directive("server", Context.HTTP).args(0, 0).repeated().block(Context.SERVER, (scope, s, inner) -> {});
            r.directive("location", Context.SERVER).args(1, 2).repeated().block(Context.LOCATION, (scope, s, inner) ->
                    {});
            r.directive("if", Context.LOCATION).args(1, 9).repeated().block(Context.IF_IN_LOCATION,
                    (scope, s, inner) -> {});
            for (String each : new String[] {"add_header", "alias", "proxy_pass", "return", "proxy_set_header",
                    "keepalive", "ssl_protocols"}) {
                r.directive(each, ALL).args(1, 3).repeated().set((scope, s) -> {});
            }
        }));
    }

    private static Check check(String text) {
        return Check.of(registry(), Source.ofText(Path.of("/c"), text));
    }

    private static List<String> warnings(String text) {
        Check check = check(text);
        assertEquals(List.of(), check.mistakes());
        return check.warnings().stream().map(w -> w.getMessage().replaceAll(".* in /c/nginx.conf:", "")).toList();
    }

    @Test
    void allMistakesAreToldAtOnce() {
        List<String> mistakes =
                check("http {\n bogus 1;\n ssl_certificate x;\n server {\n listn 80;\n return;\n }\n}\n}").mistakes()
                .stream().map(Throwable::getMessage).toList();
        assertEquals(5, mistakes.size());
        assertEquals("unknown directive \"bogus\" in /c/nginx.conf:2", mistakes.get(0));
        assertTrue(mistakes.get(1)
                .startsWith("directive \"ssl_certificate\" of nginx is not there yet in /c/nginx.conf:3 (TLS "));
        assertTrue(mistakes.get(2).startsWith("unknown directive \"listn\" in /c/nginx.conf:5"));
        assertTrue(mistakes.get(3)
                .startsWith("invalid number of arguments in \"return\" directive in /c/nginx.conf:6"));
        assertEquals("unexpected \"}\" in /c/nginx.conf:9 (it closes no block of this file)", mistakes.get(4));
    }

    @Test
    void versionsOfTlsThatNobodyShouldSpeak() {
        assertEquals(List.of(), warnings("http {\nssl_protocols TLSv1.2 TLSv1.3;\n}"));
        List<String> found = warnings("http {\nssl_protocols TLSv1 TLSv1.1 TLSv1.2;\n}");
        assertEquals(1, found.size());
        assertTrue(Check.of(registry(), Source.ofText(Path.of("/c"), "http {\nssl_protocols TLSv1 TLSv1.1 TLSv1.2;\n}"))
                .warnings().getFirst().getMessage().startsWith("\"TLSv1 TLSv1.1\" can be broken"));
    }

    @Test
    void aNameThatIsLookedUpOnce() {
        assertEquals(List.of("1"), warnings("http { server { location / { proxy_pass http://app.example:80/x; } } }"));
        assertEquals(List.of(),
                warnings("http { upstream app { server a; } server { location / { proxy_pass http://app; } } }"));
        for (String fixed : List.of("http://127.0.0.1:80", "http://[::1]/", "http://unix:/s:/", "http://$host",
                "http://localhost")) {
            assertEquals(List.of(), warnings("http { server { location / { proxy_pass " + fixed + "; } } }"), fixed);
        }
    }

    @Test
    void anAliasThatLeavesItsFolder() {
        assertEquals(List.of("1"), warnings("http { server { location /img { alias /data/img/; } } }"));
        assertEquals(List.of(), warnings("http { server { location /img/ { alias /data/img/; } } }"));
        assertEquals(List.of(), warnings("http { server { location ~ ^/img { alias /data/img/; } } }"));
        assertEquals(List.of(), warnings("http { server { location /img { alias /data/img; } } }"));
    }

    @Test
    void headersThatALevelLoses() {
        assertEquals(List.of("2"),
                warnings("http { add_header A 1; server {\n add_header B 2; add_header C 3; location / { } } }"));
        assertEquals(List.of(), warnings("http { server { add_header B 2; location / { return 200; } } }"));
    }

    @Test
    void anIfThatDoesMoreThanRewrite() {
        assertEquals(List.of("2"),
                warnings("http { server { location / { if ($a) {\n proxy_pass http://127.0.0.1; } } } }"));
        assertEquals(List.of(), warnings("http { server { location / { if ($a) { return 403; } } } }"));
    }

    @Test
    void connectionsThatAreNotKept() {
        assertEquals(List.of("1"), warnings("http { server { location / { proxy_set_header Connection upgrade; } } }"));
        assertEquals(List.of(), warnings("http { server { location / { proxy_set_header Connection $up; } } }"));
    }
}
