package millrace.gateway.variable;

import millrace.gateway.config.Registry;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Reply;
import millrace.http.codec.HttpDate;
import millrace.http.codec.Output;
import millrace.http.codec.Status;

/** Variables of what was answered; those of fields that are made when the head is sent are made likewise here. */
final class ReplyVariables {
    private static final byte[] OK = Output.ascii("OK");
    private static final byte[] CHUNKED = Output.ascii("chunked");
    private static final byte[] UPGRADE = Output.ascii("upgrade");
    private static final byte[] KEEP_ALIVE = Output.ascii("keep-alive");
    private static final byte[] CLOSE = Output.ascii("close");
    private static final byte[] TIMEOUT = Output.ascii("timeout=");

    private ReplyVariables() {}

    static void register(Registry registry) {
        registry.variable("status", (x, to) -> {
            Numbers.padded(x.reply().status(), to);
            return true;
        });
        registry.variable("bytes_sent", (x, to) -> {
            to.number(x.reply().sentBytes());
            return true;
        });
        registry.variable("body_bytes_sent", (x, to) -> {
            to.number(x.reply().bodyBytes());
            return true;
        });
        registry.variable("request_completion", (x, to) -> {
            if (x.reply().isEnded()) {
                to.put(OK);
            }
            return true;
        });
        sent(registry);
    }

    private static void sent(Registry registry) {
        registry.variable("sent_http_content_length", ReplyVariables::length);
        registry.variable("sent_http_last_modified", ReplyVariables::lastModified);
        registry.variable("sent_http_transfer_encoding", (x, to) -> {
            boolean sized = x.reply().contentLength() != Reply.UNKNOWN || x.reply().isBodiless();
            boolean chunked = !sized && x.head().minorVersion() > 0 && !x.head().isHttp2() && x.settings(CoreSettings.KEY).allowsChunks();
            if (chunked) {
                to.put(CHUNKED);
            }
            return chunked;
        });
        registry.variable("sent_http_connection", (x, to) -> {
            to.put(x.reply().status() == 101 ? UPGRADE : x.client().keepsAlive(x) ? KEEP_ALIVE : CLOSE);
            return true;
        });
        registry.variable("sent_http_keep_alive", (x, to) -> {
            long seconds = x.client().keepsAlive(x) ? x.settings(CoreSettings.KEY).keepAliveFieldSeconds() : 0;
            if (seconds > 0) {
                to.put(TIMEOUT).number(seconds);
            }
            return seconds > 0;
        });
    }

    private static boolean length(Exchange x, Output to) {
        Reply reply = x.reply();
        boolean known = reply.contentLength() != Reply.UNKNOWN && !Status.isBodiless(reply.status());
        if (known) {
            to.number(reply.contentLength());
        }
        return known;
    }

    private static boolean lastModified(Exchange x, Output to) {
        long seconds = x.reply().lastModified();
        if (seconds == Reply.UNKNOWN) {
            return false;
        }
        byte[] date = new byte[HttpDate.LENGTH];
        HttpDate.write(seconds, date, 0);
        to.put(date);
        return true;
    }
}
