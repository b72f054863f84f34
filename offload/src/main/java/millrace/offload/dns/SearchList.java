package millrace.offload.dns;

import java.util.ArrayList;
import java.util.List;

/** Which names a short name may stand for. Pure logic. Source: {@code resolv.conf(5)}, "search" and "ndots". */
final class SearchList {
    private SearchList() {}

    /** The names to try for one that does not end in a dot, in their order. */
    static List<DomainName> candidates(DomainName name, List<DomainName> search, int ndots) {
        if (search.isEmpty()) {
            return List.of(name);
        }
        List<DomainName> candidates = new ArrayList<>(search.size() + 1);
        for (DomainName suffix : search) {
            if (name.wire().length + suffix.wire().length - 1 <= DomainName.LONGEST) {
                candidates.add(name.under(suffix));
            }
        }
        candidates.add(name.dots() >= ndots ? 0 : candidates.size(), name);
        return candidates;
    }
}
