package millrace.gateway.tls;

import java.util.List;

/** What helps when OpenSSL refuses a file: its words tell those who know it. Pure logic. */
final class Remedy {
    private static final String KEY = "cannot load certificate key";
    private static final String PEM = "a file of the form PEM is needed: openssl x509 -inform der -in FILE -out NEW makes one of DER";

    private record Known(String beginning, String words, String remedy) {
        boolean fits(String failure) {
            return failure.startsWith(beginning) && failure.contains(words);
        }
    }

    private static final List<Known> ALL = List.of(
            new Known("", "key values mismatch", "the key is that of another certificate"),
            new Known("", "no cipher match", "openssl ciphers lists those that there are"),
            new Known("", "Permission denied", "who starts the gateway has to be allowed to read it"),
            new Known(KEY, "bad decrypt", "the key is encrypted: ssl_password_file names a file with the password"),
            new Known(KEY, "unsupported", "that file has no key of the form PEM"),
            new Known(KEY, "no start line", "that file has no key of the form PEM"),
            new Known("cannot load certificate \"", "no start line", PEM));

    private Remedy() {}

    /** Null where nothing better is known than what OpenSSL says. */
    static String of(String failure) {
        return ALL.stream().filter(each -> each.fits(failure)).map(Known::remedy).findFirst().orElse(null);
    }
}
