package millrace.offload.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/** Names that mean the same everywhere, and that no server is to be asked for. Source: RFC 6761 section 6. */
final class SpecialNames {
    private static final InetAddress V4 = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress V6 = InetAddress.ofLiteral("::1");

    private SpecialNames() {}

    static boolean isSpecial(DomainName name) {
        return isUnder(name, "localhost") || isUnder(name, "invalid");
    }

    /** What is known of a special name; {@code null} of any other. */
    static Outcome outcome(Question question) {
        if (isUnder(question.name(), "localhost")) {
            return switch (question.type()) {
                case A -> found(question, V4);
                case AAAA -> found(question, V6);
                default -> new Outcome.Missing(question.name(), true, Dns.FOREVER.toNanos());
            };
        }
        return isUnder(question.name(), "invalid")
                ? new Outcome.Missing(question.name(), false, Dns.FOREVER.toNanos())
                : null;
    }

    private static Outcome found(Question question, InetAddress address) {
        return new Outcome.Found(
                question.name(), List.of(new RecordData.Address(address)), Dns.FOREVER.toNanos());
    }

    private static boolean isUnder(DomainName name, String top) {
        String text = name.toString().toLowerCase(Locale.ROOT);
        return text.equals(top) || text.endsWith("." + top);
    }
}
