package millrace.bench.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import millrace.http.json.Json;

/** What all pages have around their contents. */
final class Page {
    /** Nothing is fetched, whatever a string in the page may say. */
    private static final String POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";

    private Page() {}

    /**
     * @param contents markup
     * @param data what the scripts draw, as JSON has it
     */
    static byte[] of(String title, Html contents, Map<String, Object> data) {
        Html page = new Html().raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>").text(title).raw("</title>\n")
                .raw("<style>" + resource("uplot/uPlot.min.css") + resource("page.css") + "</style>\n</head>\n<body>\n")
                .raw(contents.toString())
                .raw("<script type=\"application/json\" id=\"data\">" + inScript(data) + "</script>\n")
                .raw("<script>/*\n" + resource("uplot/LICENSE") + "*/\n" + resource("uplot/uPlot.iife.min.js") + "</script>\n")
                .raw("<script>" + resource("page.js") + "</script>\n</body>\n</html>\n");
        return page.toString().getBytes(UTF_8);
    }

    /** JSON in which no string can end the element that it is in. */
    private static String inScript(Map<String, Object> data) {
        return new String(Json.bytes(data), UTF_8).replace("<", "\\u003c");
    }

    /** A plot with its heading; the script looks for the name. */
    static void plot(Html contents, String name, String heading, String says) {
        contents.raw("<figure><h2>").text(heading).raw("</h2><div class=\"plot\" id=\"" + name + "\"></div><figcaption>")
                .text(says).raw("</figcaption></figure>\n");
    }

    static void caveats(Html contents, List<String> sentences) {
        if (!sentences.isEmpty()) {
            contents.raw("<section class=\"caveats\"><h2>Before you believe these figures</h2><ul>\n");
            sentences.forEach(sentence -> contents.element("li", sentence).raw("\n"));
            contents.raw("</ul></section>\n");
        }
    }

    /** A table; the first row is its head. Wider ones than the screen scroll by themselves. */
    static void table(Html contents, String heading, List<List<String>> rows) {
        contents.raw("<section><h2>").text(heading).raw("</h2><div class=\"wide\"><table>\n");
        for (int i = 0; i < rows.size(); i++) {
            contents.raw("<tr>");
            String tag = i == 0 ? "th" : "td";
            rows.get(i).forEach(cell -> contents.element(tag, cell));
            contents.raw("</tr>\n");
        }
        contents.raw("</table></div></section>\n");
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build has left out " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
