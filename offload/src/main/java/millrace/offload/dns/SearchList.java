package millrace.offload.dns;

import java.util.ArrayList;
import java.util.List;

/** Which names a short name may stand for. Pure logic. Source: {@code resolv.conf(5)}, "search" and "ndots". */
final class SearchList {
    private SearchList() {}

    /**
     * The names to try, in their order.
     *
     * @throws IllegalArgumentException when the text is no name
     */
    static List<DomainName> candidates(String text, List<DomainName> search, int ndots) {
        DomainName asItIs = DomainName.of(text);
        if (text.endsWith(".") || search.isEmpty()) {
            return List.of(asItIs);
        }
        List<DomainName> candidates = new ArrayList<>(search.size() + 1);
        for (DomainName suffix : search) {
            String joined = asItIs + "." + suffix;
            if (asItIs.wire().length + suffix.wire().length - 1 <= DomainName.LONGEST) {
                candidates.add(DomainName.of(joined));
            }
        }
        boolean enoughDots = text.chars().filter(c -> c == '.').count() >= ndots;
        candidates.add(enoughDots ? 0 : candidates.size(), asItIs);
        return candidates;
    }
}
