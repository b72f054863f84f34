package millrace.offload.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stands in {@code /etc/hosts}. Lines that cannot be understood are passed over. Source: {@code hosts(5)}. */
final class HostsFile {
    static final HostsFile EMPTY = parse("");

    private final Map<DomainName, List<InetAddress>> addresses = new HashMap<>();
    private final Map<InetAddress, String> names = new HashMap<>();

    private HostsFile() {}

    static HostsFile parse(String text) {
        HostsFile file = new HostsFile();
        text.lines().forEach(file::line);
        return file;
    }

    private void line(String line) {
        int comment = line.indexOf('#');
        String[] words = (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+");
        InetAddress address = IpLiteral.parse(words[0]);
        if (address == null) {
            return;
        }
        for (int i = 1; i < words.length; i++) {
            add(words[i], address);
        }
    }

    private void add(String text, InetAddress address) {
        DomainName name;
        try {
            name = DomainName.of(text);
        } catch (IllegalArgumentException passedOver) {
            return;
        }
        List<InetAddress> known = addresses.computeIfAbsent(name, _ -> new ArrayList<>());
        if (!known.contains(address)) {
            known.add(address);
        }
        names.putIfAbsent(address, name.toString());
    }

    /** The addresses of a name, or an empty list. */
    List<InetAddress> addresses(DomainName name) {
        return addresses.getOrDefault(name, List.of());
    }

    /** The first name of an address, or {@code null}. */
    String name(InetAddress address) {
        return names.get(address);
    }
}
