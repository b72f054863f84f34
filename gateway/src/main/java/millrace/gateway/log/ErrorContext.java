package millrace.gateway.log;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.ClientFacts;
import millrace.gateway.exchange.Exchange;
import millrace.http.codec.RequestHead;
import millrace.loop.ListeningSocket;

/** Which request a line of the error log is about: what nginx puts behind the text. */
public final class ErrorContext {
    private ErrorContext() {}

    /**
     * {@code text, client: …, server: …, request: "…", upstream: "…", host: "…"}.
     *
     * @param upstream what it was asked of whom, or {@code null}
     */
    public static String of(Exchange x, String text, String upstream) {
        StringBuilder line = new StringBuilder(text);
        line.append(", client: ").append(address(x.client().remoteAddress()));
        if (x.server() != null && x.server().isStream()) {
            line.append(", server: ").append(ListeningSocket.text(x.client().localAddress()));
            quoted(line, "upstream", upstream);
        } else if (x.server() != null) {
            line.append(", server: ").append(serverName(x.server()));
        }
        RequestHead head = x.head();
        if (head != null && head.method() != null) {
            quoted(line, "request", requestLine(head));
            if (x.parent() != null) {
                quoted(line, "subrequest", x.uri().toString());
            }
            quoted(line, "upstream", upstream);
            quoted(line, "host", head.fields().get("host"));
            quoted(line, "referrer", head.fields().get("referer"));
        }
        return line.toString();
    }

    /** Of a connection on which nothing has been asked for yet: {@code text, client: …, server: …}. */
    public static String of(ClientFacts client, String text) {
        SocketAddress local = client.localAddress(); // Of one that was reset before anybody asked, there is none.
        return text + ", client: " + address(client.remoteAddress())
                + (local == null ? "" : ", server: " + ListeningSocket.text(local));
    }

    private static void quoted(StringBuilder line, String name, String value) {
        if (value != null) {
            line.append(", ").append(name).append(": \"").append(value).append('"');
        }
    }

    /** As it came, with the version that it was understood as. */
    private static String requestLine(RequestHead head) {
        return head.method() + " " + head.target() + (head.isHttp2() ? " HTTP/2.0" : " HTTP/1." + head.minorVersion());
    }

    private static String address(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "unix:";
    }

    /** The first of its names. */
    private static String serverName(Scope server) {
        Statement statement = server.statement();
        if (statement != null && statement.block() != null) {
            for (Statement each : statement.block()) {
                if (each.name().equals("server_name") && !each.args().isEmpty()) {
                    return each.arg(0);
                }
            }
        }
        return "";
    }
}
