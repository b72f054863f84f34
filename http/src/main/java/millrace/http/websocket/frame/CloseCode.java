package millrace.http.websocket.frame;

/** Why a connection is closed (RFC 6455 section 7.4). */
public final class CloseCode {
    public static final int NORMAL = 1000;

    /** A server that stops, or a page that is left. */
    public static final int GOING_AWAY = 1001;

    public static final int PROTOCOL_ERROR = 1002;

    /** A kind of data that this side does not take. */
    public static final int UNSUPPORTED_DATA = 1003;

    /** Never sent: the other side has closed, and given no code. */
    public static final int NO_STATUS = 1005;

    /** Never sent: the connection is gone without a closing handshake. */
    public static final int ABNORMAL = 1006;

    /** Text that is not UTF-8, or data that is not what it should be. */
    public static final int INVALID_DATA = 1007;

    public static final int POLICY_VIOLATION = 1008;

    public static final int TOO_BIG = 1009;

    public static final int INTERNAL_ERROR = 1011;

    private CloseCode() {}

    /** Whether a code may be sent: those of the protocol that are not kept for local use, and from 3000 those of programs. */
    public static boolean isSendable(int code) {
        return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || code >= 3000 && code <= 4999;
    }
}
