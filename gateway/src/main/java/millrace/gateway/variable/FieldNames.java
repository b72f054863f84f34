package millrace.gateway.variable;

/** Names of fields and cookies as variables write them. */
final class FieldNames {
    private FieldNames() {}

    /** Whether a field's name is the end of a variable's: without regard to case, and a dash is an underscore there. */
    static boolean isVariable(byte[] octets, int from, int to, String name) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            int c = lower(octets[from + i]);
            if (name.charAt(i) != (c == '-' ? '_' : c)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text begins with a name, without regard to case, and the name is in lower case. */
    static boolean startsWith(byte[] octets, int from, int to, String name) {
        if (to - from < name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (lower(octets[from + i]) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c & 0xff;
    }
}
