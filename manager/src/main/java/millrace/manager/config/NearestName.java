package millrace.manager.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant who wrote a name that is not known. */
final class NearestName {
    /** A third of a name may be wrong; beyond that it is another name. */
    private static final int SHARE = 3;

    private NearestName() {}

    static Optional<String> among(Collection<String> names, String wanted) {
        return names.stream()
                .filter(name -> distance(name, wanted) <= Math.max(1, wanted.length() / SHARE))
                .min(Comparator.comparingInt(name -> distance(name, wanted)));
    }

    /** Levenshtein's: letters to put in, take out or change; neither case nor dashes for underscores are a change. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (plain(a.charAt(i - 1)) == plain(b.charAt(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private static char plain(char letter) {
        return letter == '-' ? '_' : Character.toLowerCase(letter);
    }
}
