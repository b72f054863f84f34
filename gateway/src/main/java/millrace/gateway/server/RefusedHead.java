package millrace.gateway.server;

import millrace.http.codec.Fields;
import millrace.http.codec.Refusal;
import millrace.http.codec.RequestHead;

/** What a head that cannot be served is answered with. */
final class RefusedHead {
    private RefusedHead() {}

    /** As nginx does, any coding but {@code chunked} is answered with 501, also when that is in a list; two lines are a mistake. */
    static int status(RequestHead head) {
        if (head.refusal() == Refusal.BAD_TRANSFER_ENCODING) {
            Fields fields = head.fields();
            int first = fields.indexOf("transfer-encoding", 0);
            return first >= 0 && fields.indexOf("transfer-encoding", first + 1) < 0 ? 501 : 400;
        }
        if (head.refusal() == Refusal.MALFORMED && "CONNECT".equals(head.method())) {
            return 405;
        }
        // The beginning of HTTP/2 where that is not spoken, or not as it should be: no request of another version.
        if (head.refusal() == Refusal.UNSUPPORTED_VERSION && "PRI".equals(head.method())) {
            return 400;
        }
        return head.refusal().status();
    }
}
