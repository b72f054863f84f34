package millrace.bench.page;

/** HTML under construction. What comes from a command line, a file or a server goes through {@link #text}. */
final class Html {
    private final StringBuilder html = new StringBuilder();

    /** Markup of our own. */
    Html raw(String markup) {
        html.append(markup);
        return this;
    }

    /** Somebody's words: whatever they are, they stay words, between tags and in quoted attributes. */
    Html text(String words) {
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                // No control character has a place in a page, and HTML forbids them.
                default -> html.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c);
            }
        }
        return this;
    }

    /** An element with words in it. */
    Html element(String tag, String words) {
        return raw("<" + tag + ">").text(words).raw("</" + (tag.indexOf(' ') < 0 ? tag : tag.split(" ")[0]) + ">");
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
