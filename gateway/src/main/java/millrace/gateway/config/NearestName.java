package millrace.gateway.config;

import java.util.Collection;

/** What somebody may have meant. */
public final class NearestName {
    private NearestName() {}

    /** A question for the one that comes nearest; null if none is near. */
    public static String hint(String name, Collection<String> known) {
        String near = null;
        int least = Math.max(1, name.length() / 3) + 1;
        for (String each : known) {
            int distance = distance(name, each, least);
            if (distance < least) {
                least = distance;
                near = each;
            }
        }
        return near == null ? null : "did you mean \"" + near + "\"?";
    }

    /**
     * Letters to insert, delete or replace; at most {@code limit}, which is what lengths too far apart give at once.
     */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
