package millrace.bench.scenario;

import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant who wrote a word that is not known. */
final class Nearest {
    /** A third of a word may be wrong; beyond that it is another word. */
    private static final int SHARE = 3;

    private Nearest() {}

    /** A question for the nearest word, where one is near, and all that are known. */
    static String hint(String wanted, Collection<String> known) {
        String all = String.join(", ", known);
        return known.stream()
                .filter(word -> distance(word, wanted) <= Math.max(1, wanted.length() / SHARE))
                .min(Comparator.comparingInt(word -> distance(word, wanted)))
                .map(word -> "did you mean \"" + word + "\"? Known: " + all)
                .orElse(known.isEmpty() ? "none is known here" : "known: " + all);
    }

    /** Levenshtein's: letters to put in, take out or change; a change of case is none. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int changed = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
