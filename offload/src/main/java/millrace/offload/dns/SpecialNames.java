package millrace.offload.dns;

import java.net.InetAddress;
import java.util.List;

/** Names that mean the same everywhere, and that no server is to be asked for. Source: RFC 6761 section 6. */
final class SpecialNames {
    private static final DomainName LOCALHOST = DomainName.of("localhost");
    private static final DomainName INVALID = DomainName.of("invalid");
    private static final InetAddress V4 = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress V6 = InetAddress.ofLiteral("::1");

    private SpecialNames() {}

    static boolean isSpecial(DomainName name) {
        return name.isUnder(LOCALHOST) || name.isUnder(INVALID);
    }

    /** What is known of a special name; {@code null} of any other. */
    static Outcome outcome(Question question) {
        if (question.name().isUnder(LOCALHOST)) {
            return switch (question.type()) {
                case A -> found(question, V4);
                case AAAA -> found(question, V6);
                default -> new Outcome.Missing(question.name(), true, Dns.FOREVER.toNanos());
            };
        }
        return question.name().isUnder(INVALID)
                ? new Outcome.Missing(question.name(), false, Dns.FOREVER.toNanos())
                : null;
    }

    private static Outcome found(Question question, InetAddress address) {
        return new Outcome.Found(
                question.name(), List.of(new RecordData.Address(address)), Dns.FOREVER.toNanos());
    }
}
