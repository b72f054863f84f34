package harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The load testers that are compared, each as its users would run it: one thread, the same connections. */
enum LoadTester {
    MILLRACE("millrace", "\"requests\":\\{[^}]*\"total\":(\\d+)"),
    WRK("wrk", "(\\d+) requests in"),
    H2LOAD("h2load --h1", "(\\d+) done"),
    HEY("hey", "\\[200]\\s+(\\d+) responses"),
    AB("ab -k", "Complete requests:\\s+(\\d+)"),
    AUTOCANNON("autocannon", "\"requests\":\\{[^}]*\"total\":(\\d+)");

    /** More than any of them can send while it is measured: ab ends after so many, whatever the time. */
    private static final int ENDLESS = 5_000_000;

    final String label;
    /** Where its output has the number of answers. */
    final String answers;

    LoadTester(String label, String answers) {
        this.label = label;
        this.answers = answers;
    }

    /** @return {@code null} when it cannot do that */
    List<String> command(Path here, String url, int connections, int pipelining, int seconds) {
        String c = String.valueOf(connections);
        String s = String.valueOf(seconds);
        List<String> line = new ArrayList<>(switch (this) {
            case MILLRACE -> List.of(here.resolveSibling("millrace").toString(), "bench", "-j", "-c", c, "-d", s);
            case WRK -> List.of("wrk", "-t1", "-c" + c, "-d" + s + "s", "--latency");
            case H2LOAD -> List.of("h2load", "--h1", "-t1", "-c" + c, "-D" + s);
            case HEY -> List.of("hey", "-cpus", "1", "-c", c, "-z", s + "s");
            case AB -> List.of("ab", "-q", "-k", "-c", c, "-t", s, "-n", String.valueOf(ENDLESS));
            case AUTOCANNON -> List.of("node", here.resolve("node_modules/autocannon/autocannon.js").toString(), "-j",
                    "-c", c, "-d", s);
        });
        if (pipelining > 1) {
            switch (this) {
                case MILLRACE, AUTOCANNON -> line.addAll(List.of("-p", String.valueOf(pipelining)));
                case WRK -> line.addAll(List.of("-s", here.resolve("wrk/pipeline.lua").toString()));
                case H2LOAD -> line.addAll(List.of("-m", String.valueOf(pipelining)));
                case HEY, AB -> {
                    return null;
                }
            }
        }
        line.add(url);
        return line;
    }

    /**
     * The same by HTTP/2, with so many streams on each connection.
     *
     * @return {@code null} when it cannot do that
     */
    List<String> http2(Path here, String url, int connections, int streams, int seconds) {
        String c = String.valueOf(connections);
        String m = String.valueOf(streams);
        String s = String.valueOf(seconds);
        return switch (this) {
            case MILLRACE -> List.of(here.resolveSibling("millrace").toString(), "bench", "-j", "--http2", "-c", c,
                    "-p", m, "-d", s, url);
            case H2LOAD -> List.of("h2load", "-t1", "-c" + c, "-m", m, "-D" + s, url);
            case WRK, HEY, AB, AUTOCANNON -> null;
        };
    }

    String program() {
        return label.split(" ")[0];
    }
}
