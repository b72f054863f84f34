package millrace.lint.report;

/** How words are set off on a terminal; each returns its text with marks, or as it is. */
public interface Ink {
    String bad(String text);

    String good(String text);

    String strong(String text);

    String faint(String text);

    /** Without any marks. */
    Ink PLAIN = new Ink() {
        @Override
        public String bad(String text) {
            return text;
        }

        @Override
        public String good(String text) {
            return text;
        }

        @Override
        public String strong(String text) {
            return text;
        }

        @Override
        public String faint(String text) {
            return text;
        }
    };
}
