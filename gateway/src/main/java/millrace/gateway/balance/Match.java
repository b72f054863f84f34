package millrace.gateway.balance;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.pattern.Pattern;
import millrace.http.codec.ResponseHead;

/** When an answer to a probe is good: a {@code match} block, whose lines must all hold. Immutable once read. */
final class Match {
    /** Without a block: 2xx and 3xx. */
    static final Match DEFAULT = new Match();

    private static final int MOST_OF_BODY = 256 * 1024;

    /** One line, of the status or of a field. */
    interface HeadTest {
        boolean holds(ResponseHead head);
    }

    /** @param wanted false if the expression must not match */
    record BodyTest(Pattern pattern, boolean wanted) {
        boolean holds(byte[] body, int offset, int length) {
            return pattern.matches(body, offset, length) == wanted;
        }
    }

    final List<HeadTest> head = new ArrayList<>();
    final List<BodyTest> body = new ArrayList<>();

    static {
        DEFAULT.head.add(head -> head.status() >= 200 && head.status() < 400);
    }

    /** How many bytes of the body decide. */
    int bodyBytes() {
        return body.isEmpty() ? 0 : MOST_OF_BODY;
    }

    boolean headHolds(ResponseHead of) {
        for (HeadTest test : head) {
            if (!test.holds(of)) {
                return false;
            }
        }
        return true;
    }

    boolean bodyHolds(byte[] bytes, int offset, int length) {
        int size = Math.min(length, MOST_OF_BODY);
        for (BodyTest test : body) {
            if (!test.holds(bytes, offset, size)) {
                return false;
            }
        }
        return true;
    }
}
