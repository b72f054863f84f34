package millrace.bench.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Compares bytes with words of small letters, without regard to case. */
final class Words {
    private Words() {}

    static byte[] lower(String word) {
        return word.getBytes(US_ASCII);
    }

    /** Whether the word stands there; there must be enough bytes. */
    static boolean matches(byte[] word, byte[] b, int from) {
        for (int i = 0; i < word.length; i++) {
            byte c = b[from + i];
            if (c != word[i] && (c < 'A' || c > 'Z' || c + ('a' - 'A') != word[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether the word is one of a list whose members are separated by commas. */
    static boolean contains(byte[] word, byte[] b, int from, int end) {
        int begin = from;
        while (begin < end) {
            int comma = begin;
            while (comma < end && b[comma] != ',') {
                comma++;
            }
            if (isMember(word, b, begin, comma)) {
                return true;
            }
            begin = comma + 1;
        }
        return false;
    }

    /** Whether the word is the last of such a list. */
    static boolean endsWith(byte[] word, byte[] b, int from, int end) {
        int begin = end;
        while (begin > from && b[begin - 1] != ',') {
            begin--;
        }
        return isMember(word, b, begin, end);
    }

    private static boolean isMember(byte[] word, byte[] b, int from, int end) {
        int begin = from;
        int last = end;
        while (begin < last && isSpace(b[begin])) {
            begin++;
        }
        while (last > begin && isSpace(b[last - 1])) {
            last--;
        }
        return last - begin == word.length && matches(word, b, begin);
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\t';
    }
}
