package millrace.offload.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands in {@code /etc/resolv.conf}. As in the C library, what cannot be understood is passed over.
 * Source: {@code resolv.conf(5)}.
 *
 * @param search suffixes for short names, in their order
 * @param ndots a name with at least so many dots is first tried as it is
 * @param timeoutSeconds 0 when the file does not say
 * @param attempts 0 when the file does not say
 */
record ResolvConf(
        List<InetSocketAddress> servers,
        List<DomainName> search,
        int ndots,
        int timeoutSeconds,
        int attempts,
        boolean rotate) {
    static final int PORT = 53;
    private static final int MOST_SERVERS = 3;
    private static final int MOST_NDOTS = 15;
    private static final int MOST_TIMEOUT_SECONDS = 30;
    private static final int MOST_ATTEMPTS = 5;

    /** What counts without a file. */
    static final ResolvConf DEFAULT = parse("");

    static ResolvConf parse(String text) {
        return new Parser().parse(text);
    }

    private static final class Parser {
        private final List<InetSocketAddress> servers = new ArrayList<>();
        private List<DomainName> search = List.of();
        private int ndots = 1;
        private int timeoutSeconds;
        private int attempts;
        private boolean rotate;

        ResolvConf parse(String text) {
            text.lines().forEach(this::line);
            if (servers.isEmpty()) {
                servers.add(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), PORT));
            }
            return new ResolvConf(List.copyOf(servers), search, ndots, timeoutSeconds, attempts, rotate);
        }

        private void line(String line) {
            if (line.isBlank() || line.charAt(0) == '#' || line.charAt(0) == ';') {
                return;
            }
            String[] words = line.strip().split("\\s+");
            switch (words[0]) {
                case "nameserver" -> nameserver(words);
                case "search", "domain" -> search(words);
                case "options" -> options(words);
                default -> {
                    // sortlist and what may come: without meaning here
                }
            }
        }

        private void nameserver(String[] words) {
            InetAddress address = words.length < 2 ? null : IpLiteral.parse(words[1]);
            if (address != null && servers.size() < MOST_SERVERS) {
                servers.add(new InetSocketAddress(address, PORT));
            }
        }

        /** Of several such lines the last one counts. */
        private void search(String[] words) {
            List<DomainName> suffixes = new ArrayList<>();
            for (int i = 1; i < words.length; i++) {
                DomainName suffix = nameOrNull(words[i]);
                if (suffix != null && !suffix.isRoot()) {
                    suffixes.add(suffix);
                }
            }
            search = List.copyOf(suffixes);
        }

        private void options(String[] words) {
            for (String word : words) {
                int colon = word.indexOf(':');
                String name = colon < 0 ? word : word.substring(0, colon);
                int value = colon < 0 ? -1 : number(word.substring(colon + 1));
                switch (name) {
                    case "ndots" -> ndots = value < 0 ? ndots : Math.min(value, MOST_NDOTS);
                    case "timeout" -> timeoutSeconds =
                            value < 1 ? timeoutSeconds : Math.min(value, MOST_TIMEOUT_SECONDS);
                    case "attempts" -> attempts = value < 1 ? attempts : Math.min(value, MOST_ATTEMPTS);
                    case "rotate" -> rotate = true;
                    default -> {
                        // edns0, trust-ad and so on: done anyway, or without meaning here
                    }
                }
            }
        }

        private static int number(String text) {
            return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
        }
    }

    private static DomainName nameOrNull(String text) {
        try {
            return DomainName.of(text);
        } catch (IllegalArgumentException notAName) {
            return null;
        }
    }
}
