package millrace.cli.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import millrace.gateway.Features;
import millrace.gateway.config.Registry;
import millrace.rules.Repository;
import org.junit.jupiter.api.Test;

/** {@code -V} is read as the list of what a server can do: it must be what the table of directives says. */
class ModulesTest {
    /** What nginx has unless it is built without it, each with a directive of its own. */
    private static final Map<String, String> USUAL = Map.ofEntries(
            Map.entry("http_access", "allow"),
            Map.entry("http_auth_basic", "auth_basic"),
            Map.entry("http_autoindex", "autoindex"),
            Map.entry("http_browser", "ancient_browser"),
            Map.entry("http_charset", "charset"),
            Map.entry("http_empty_gif", "empty_gif"),
            Map.entry("http_fastcgi", "fastcgi_pass"),
            Map.entry("http_geo", "geo"),
            Map.entry("http_grpc", "grpc_pass"),
            Map.entry("http_gzip", "gzip"),
            Map.entry("http_limit_conn", "limit_conn"),
            Map.entry("http_limit_req", "limit_req"),
            Map.entry("http_map", "map"),
            Map.entry("http_memcached", "memcached_pass"),
            Map.entry("http_mirror", "mirror"),
            Map.entry("http_proxy", "proxy_pass"),
            Map.entry("http_referer", "valid_referers"),
            Map.entry("http_rewrite", "rewrite"),
            Map.entry("http_scgi", "scgi_pass"),
            Map.entry("http_split_clients", "split_clients"),
            Map.entry("http_ssi", "ssi"),
            Map.entry("http_upstream_hash", "hash"),
            Map.entry("http_upstream_ip_hash", "ip_hash"),
            Map.entry("http_upstream_keepalive", "keepalive"),
            Map.entry("http_upstream_least_conn", "least_conn"),
            Map.entry("http_upstream_least_time", "least_time"),
            Map.entry("http_upstream_random", "random"),
            Map.entry("http_upstream_sticky", "sticky"),
            Map.entry("http_upstream_zone", "zone"),
            Map.entry("http_userid", "userid"),
            Map.entry("http_uwsgi", "uwsgi_pass"));

    /** What it has only when it is built with it. */
    private static final Map<String, String> EXTRA = Map.ofEntries(
            Map.entry("http_addition", "add_before_body"),
            Map.entry("http_auth_request", "auth_request"),
            Map.entry("http_dav", "dav_methods"),
            Map.entry("http_flv", "flv"),
            Map.entry("http_gunzip", "gunzip"),
            Map.entry("http_gzip_static", "gzip_static"),
            Map.entry("http_mp4", "mp4"),
            Map.entry("http_random_index", "random_index"),
            Map.entry("http_realip", "set_real_ip_from"),
            Map.entry("http_secure_link", "secure_link"),
            Map.entry("http_slice", "slice"),
            Map.entry("http_ssl", "ssl_certificate"),
            Map.entry("http_v2", "http2"),
            Map.entry("http_stub_status", "stub_status"),
            Map.entry("http_sub", "sub_filter"),
            Map.entry("stream_realip", "set_real_ip_from"),
            Map.entry("stream_ssl", "ssl_certificate"),
            Map.entry("stream_ssl_preread", "ssl_preread"));

    @Test
    void modulesOfTheVersionAreThoseOfTheTable() throws Exception {
        Registry registry = Registry.of(Features.all());
        String arguments = arguments();
        Map<String, Boolean> said = new TreeMap<>();
        Map<String, Boolean> there = new TreeMap<>();
        USUAL.forEach((module, directive) -> {
            said.put(module, !arguments.contains(" --without-" + module + "_module "));
            there.put(module, !registry.named(directive).isEmpty());
        });
        EXTRA.forEach((module, directive) -> {
            said.put(module, arguments.contains(" --with-" + module + "_module "));
            there.put(module, !registry.named(directive).isEmpty());
        });
        said.put("stream", arguments.contains(" --with-stream "));
        there.put("stream", !registry.named("stream").isEmpty());
        said.put("stream_pass", !arguments.contains(" --without-stream_pass_module "));
        there.put("stream_pass", !registry.named("pass").isEmpty());
        said.put("cache", !arguments.contains(" --without-http-cache "));
        there.put("cache", !registry.named("proxy_cache").isEmpty());
        assertEquals(lines(there), lines(said), "bin/millrace-nginx says otherwise");
    }

    private static String lines(Map<String, Boolean> modules) {
        return modules.entrySet().stream()
                .map(entry -> entry.getKey() + (entry.getValue() ? " is there" : " is not"))
                .collect(Collectors.joining("\n"));
    }

    private static String arguments() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Repository.ROOT.resolve("bin/millrace-nginx").toString(), "-V")
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
        return text.replace('\n', ' ');
    }
}
