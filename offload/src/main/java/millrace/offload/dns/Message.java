package millrace.offload.dns;

import java.util.List;

/**
 * What a server has answered.
 *
 * @param question the one it repeats, or {@code null} when it repeats none
 * @param responseCode with the upper bits that EDNS adds
 */
record Message(
        int id,
        boolean isResponse,
        boolean isTruncated,
        int responseCode,
        Question question,
        List<ResourceRecord> answers,
        List<ResourceRecord> authorities) {
    static final int NO_ERROR = 0;
    static final int FORMAT_ERROR = 1;
    static final int SERVER_FAILURE = 2;
    static final int NAME_ERROR = 3;
    static final int NOT_IMPLEMENTED = 4;
    static final int REFUSED = 5;
    static final int BAD_VERSION = 16;

    /**
     * Whether this is the answer to a question, and not to another one or a forger's. Source: RFC 5452 section 9.1.
     *
     * @param exactCase the server has to repeat the name letter by letter
     */
    boolean answers(int expectedId, Question asked, boolean exactCase) {
        if (!isResponse || id != expectedId) {
            return false;
        }
        if (question == null) {
            return dislikesEdns(); // A server that could not read the question cannot repeat it.
        }
        return question.equals(asked) && (!exactCase || question.name().sameBytes(asked.name()));
    }

    /** The answer of an old server to a question with EDNS. Source: RFC 6891 section 7. */
    boolean dislikesEdns() {
        return responseCode == FORMAT_ERROR || responseCode == NOT_IMPLEMENTED || responseCode == BAD_VERSION;
    }

    /** As people know it. */
    static String text(int responseCode) {
        return switch (responseCode) {
            case NO_ERROR -> "NOERROR";
            case FORMAT_ERROR -> "FORMERR";
            case SERVER_FAILURE -> "SERVFAIL";
            case NAME_ERROR -> "NXDOMAIN";
            case NOT_IMPLEMENTED -> "NOTIMP";
            case REFUSED -> "REFUSED";
            case BAD_VERSION -> "BADVERS";
            default -> "response code " + responseCode;
        };
    }
}
