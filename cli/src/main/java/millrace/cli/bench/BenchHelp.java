package millrace.cli.bench;

/** What {@code --help} prints, from the rows of {@link Flag}. */
final class BenchHelp {
    private static final int MARGIN = 36;

    private static final String MODELS = """

            Three models of load:
              closed   -c 50             50 connections, each asks again as soon as answered. How much can it do?
                                         A server that is stuck is asked less, so its pauses hardly show: the row
                                         "Corrected" has what they would have been to those who did not ask.
              open     -R 1000 -c 50     1,000 requests a second, whether or not the server keeps up, as visitors
                                         come. How long do they wait at this rate? Latency counts from when a
                                         request was due. Use enough connections: what finds none free is late.
                                         Before it begins, half a second is rehearsed against a server of its own.
              users    --users 500       500 people who pause between requests (--think).

            Three protocols: HTTP/1.1; HTTP/2 with --http2, where -p is the number of streams on each connection; and
            WebSockets by ws:// and wss:// URLs, whose server sends each message back: its echo is the answer.

            A scenario is a file that says more: several requests a user, with values from a CSV file or an earlier
            answer, checks, pauses, users that come and go, and thresholds. "millrace bench init" writes one with
            comments; docs/bench-scenarios.md has all that may stand in it. Beside it go -d -w -S -B -W and what it shows.

            Try:  millrace bench -c 50 -d 10 http://localhost:8080/
                  millrace bench -R 1000 -c 100 -d 30 -l http://localhost:8080/
                  millrace bench --stage 10s:100 --stage 1m:2000 -c 200 http://localhost:8080/
                  millrace bench --threshold 'p99<50ms' --threshold 'errors<0.1%' -d 30 http://localhost:8080/
                  millrace bench --http2 -c 10 -p 32 https://localhost:8443/
                  millrace bench --message 1000 -c 100 ws://localhost:8080/echo
                  millrace bench -a 10000 -j http://localhost:8080/ > before.json

            At the end of the time nothing more is sent, and what is under way is waited for: the counts are the
            server's own. Exit codes: 0 the run is over, and all thresholds are kept; 99 one is broken;
            1 the command line, or the scenario, makes no sense; 2 the load tester itself has failed.
            """;

    private BenchHelp() {}

    static String text() {
        StringBuilder text = new StringBuilder("""
                Tests a server under load, and says how long its users wait.

                Usage: millrace bench [FLAGS] URL
                       millrace bench run [FLAGS] FILE.yaml [URL]
                       millrace bench init [FILE.yaml]
                       millrace bench compare A.json B.json     (see millrace bench compare --help)
                       millrace bench capacity --p99 50ms URL   (see millrace bench capacity --help)

                The flags are autocannon's. With PORT in the environment, or --on-port, the URL may be a path.
                """);
        for (Flag.Topic topic : Flag.Topic.values()) {
            text.append('\n').append(topic.title).append('\n');
            for (Flag flag : Flag.values()) {
                if (flag.topic == topic) {
                    row(text, flag);
                }
            }
        }
        return text + MODELS;
    }

    private static void row(StringBuilder text, Flag flag) {
        String names = (flag.letter == 0 ? "      " : "  -" + flag.letter + ", ") + "--" + flag.word
                + (flag.value == null ? "" : " " + flag.value);
        text.append(names);
        if (names.length() >= MARGIN) {
            text.append('\n').append(" ".repeat(MARGIN));
        } else {
            text.append(" ".repeat(MARGIN - names.length()));
        }
        text.append(flag.says).append('\n');
    }
}
