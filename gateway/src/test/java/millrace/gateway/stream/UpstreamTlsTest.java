package millrace.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import millrace.gateway.server.Certificates;
import org.junit.jupiter.api.Test;

/** {@code proxy_ssl} of stream: the gateway is its own upstream. */
class UpstreamTlsTest extends OverUnixSockets {
    private String answer(String protocols) throws Exception {
        Certificates.in(folder, "localhost");
        String upstream = "unix:" + folder.resolve("tls");
        ends.start("proxy_pass " + upstream + "; proxy_ssl on; set $none ''; set $one one; " + protocols,
                "server { listen " + upstream + " ssl; ssl_alpn one two; " + Certificates.identity("localhost")
                        + "return \"spoken: $ssl_alpn_protocol\"; }");
        return UnixEnds.receive(ends.connect(), 100);
    }

    @Test
    void theUpstreamIsOfferedProtocolsOfVariables() throws Exception {
        assertEquals("spoken: one", answer("proxy_ssl_alpn $none $one two;"));
    }

    @Test
    void emptyOnesAreNotOffered() throws Exception {
        assertEquals("spoken: ", answer("proxy_ssl_alpn $none;"));
    }

    @Test
    void whoIsOfferedNoProtocolSpeaksNone() throws Exception {
        assertEquals("spoken: ", answer(""));
    }
}
