package millrace.cli.bench;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Every flag of {@code millrace bench}: letter and word are autocannon's where autocannon has it. */
enum Flag {
    CONNECTIONS('c', "connections", "NUM", Topic.LOAD, "Connections to use; 10 unless said otherwise."),
    PIPELINING('p', "pipelining", "NUM", Topic.LOAD, "Requests under way on each connection; 1. In HTTP/2 these are streams (--streams is the same flag)."),
    DURATION('d', "duration", "SEC", Topic.LOAD, "How long to send, in seconds, or with a unit: 30s, 5m; 10."),
    AMOUNT('a', "amount", "NUM", Topic.LOAD, "End after so many requests; the duration is ignored then."),
    WORKERS('w', "workers", "NUM", Topic.LOAD, "Threads that send, each with an event loop; 1."),
    OVERALL_RATE('R', "overallRate", "NUM", Topic.LOAD,
            "The open model: so many requests a second over all connections, whether or not the server keeps up."),
    CONNECTION_RATE('r', "connectionRate", "NUM", Topic.LOAD, "The same, for each connection."),
    STAGE('\0', "stage", "TIME:RATE", Topic.LOAD,
            "The open model in stages: the rate goes evenly from where it is to RATE in TIME. May be repeated."),
    USERS('\0', "users", "NUM", Topic.LOAD, "Virtual users, each with a connection and one request at a time."),
    THINK('\0', "think", "TIME", Topic.LOAD, "How long a user pauses after an answer: 500ms, 1s; 1s."),
    WARMUP('W', "warmup", "[ -c NUM -d SEC ]", Topic.LOAD, "Run so first, and do not measure it."),
    FOREVER('f', "forever", null, Topic.LOAD, "Begin again after each run, until interrupted."),
    MAX_OVERALL_REQUESTS('O', "maxOverallRequests", "NUM", Topic.LOAD, "At most so many requests within the duration."),
    MAX_CONNECTION_REQUESTS('M', "maxConnectionRequests", "NUM", Topic.LOAD,
            "The same, for each connection, also when it has to be made anew."),
    RECONNECT_RATE('D', "reconnectRate", "NUM", Topic.LOAD, "A new connection after so many requests."),
    TIMEOUT('t', "timeout", "SEC", Topic.LOAD, "How long an answer may take; 10."),
    DRAIN('\0', "drain", "SEC", Topic.LOAD, "How long answers are waited for at the end; 2."),
    BAILOUT('B', "bailout", "NUM", Topic.LOAD, "End after so many failures."),
    IGNORE_OMISSION('C', "ignoreCoordinatedOmission", null, Topic.LOAD,
            "With a rate: count latency from when a request was sent, though it was due earlier."),

    METHOD('m', "method", "METHOD", Topic.REQUEST, "GET unless said otherwise."),
    HEADERS('H', "headers", "K=V", Topic.REQUEST, "A header, as K=V or K: V. May be repeated."),
    BODY('b', "body", "TEXT", Topic.REQUEST, "The body."),
    INPUT('i', "input", "FILE", Topic.REQUEST, "A file with the body."),
    ID_REPLACEMENT('I', "idReplacement", null, Topic.REQUEST,
            "Each [<id>] in body, URL and headers is another identifier in each request."),
    FORM('F', "form", "FORM", Topic.REQUEST,
            "A form to upload, as JSON or a file with it: {\"a\": {\"type\": \"text\", \"value\": \"b\"}, "
                    + "\"c\": {\"type\": \"file\", \"path\": \"d\"}}."),
    HAR('\0', "har", "FILE", Topic.REQUEST,
            "What a browser has recorded: each connection sends those requests that went to the URL's server."),
    ON_PORT('\0', "on-port", null, Topic.REQUEST,
            "Start the command behind --, and send to the port on which it listens; the URL may be a path."),
    SOCKET_PATH('S', "socketPath", "PATH", Topic.REQUEST, "A Unix socket to connect to; the URL says host and path."),
    EXPECT_BODY('E', "expectBody", "TEXT", Topic.REQUEST, "Every answer must have this body, or counts as mismatch."),

    HTTP2('\0', "http2", null, Topic.REQUEST,
            "Speak HTTP/2: agreed on by TLS (ALPN), in the clear as if that were known before. See -p."),
    MESSAGE('\0', "message", "BYTES", Topic.REQUEST,
            "Of ws:// and wss:// URLs: how long the message is whose echo is waited for, unless -b or -i has one; 64."),

    SERVER_NAME('s', "servername", "NAME", Topic.ENCRYPTION, "The name asked for (SNI); the URL's host."),
    CERT('\0', "cert", "FILE", Topic.ENCRYPTION, "A certificate to show, with those that vouch for it, as PEM."),
    KEY('\0', "key", "FILE", Topic.ENCRYPTION, "Its key, unless that is in the same file."),
    CA('\0', "ca", "FILE", Topic.ENCRYPTION, "Certificates to trust, beside the system's. May be repeated."),
    VERIFY('\0', "verify", null, Topic.ENCRYPTION,
            "Check the server's certificate; else any will do, as in autocannon."),

    THRESHOLD('\0', "threshold", "LIMIT", Topic.REPORT,
            "What has to be kept, such as p99<50ms, errors<0.1%, rps>1000; else the exit code is 99. May be repeated."),
    LATENCY('l', "latency", null, Topic.REPORT, "Show all percentiles."),
    STATUS_CODES('\0', "renderStatusCodes", null, Topic.REPORT, "Show how many answers had which status."),
    EXCLUDE_ERRORS('x', "excludeErrorStats", null, Topic.REPORT, "Leave the times of answers other than 2xx out."),
    JSON('j', "json", null, Topic.REPORT, "Print one line of JSON in place of tables."),
    HTML('\0', "html", "FILE", Topic.REPORT,
            "Write a page with plots to this file: everything is in it, and it needs no network."),
    HDR('\0', "hdr", "FILE", Topic.REPORT, "Write a log of interval histograms, as HdrHistogram's tools read it."),
    TITLE('T', "title", "TITLE", Topic.REPORT, "What the report is headed with."),
    SAMPLE('L', "sampleInt", "MS", Topic.REPORT, "How often rates are noted, in milliseconds; 1000."),
    NO_PROGRESS('n', "no-progress", null, Topic.REPORT, "Do not show how it goes."),
    DEBUG('\0', "debug", null, Topic.REPORT, "Print each failure of a connection to standard error."),
    HELP('h', "help", null, Topic.REPORT, "Print this text."),
    VERSION('v', "version", null, Topic.REPORT, "Print the version.");

    /** What a scenario says itself. */
    static final Set<Flag> BESIDE_SCENARIOS = EnumSet.of(CONNECTIONS, PIPELINING, AMOUNT, OVERALL_RATE, CONNECTION_RATE,
            STAGE, USERS, THINK, MAX_OVERALL_REQUESTS, MAX_CONNECTION_REQUESTS, RECONNECT_RATE, TIMEOUT,
            IGNORE_OMISSION, METHOD, HEADERS, BODY, INPUT, ID_REPLACEMENT, FORM, HAR,
            EXPECT_BODY, MESSAGE);

    /** Where the help has it. */
    enum Topic {
        LOAD("How it asks:"),
        REQUEST("What it asks:"),
        ENCRYPTION("Of https:// and wss:// URLs:"),
        REPORT("What it shows:");

        final String title;

        Topic(String title) {
            this.title = title;
        }
    }

    /** Further words that autocannon takes, which its help does not have. */
    private static final Map<String, String> ALIASES = Map.of("header", "headers", "statusCodes", "renderStatusCodes",
            "renderLatencyTable", "latency", "onPort", "on-port", "streams", "pipelining");

    /** 0 when there is none. */
    final char letter;

    final String word;
    /** What its value is called, or {@code null} when it takes none. */
    final String value;

    final Topic topic;
    final String says;

    Flag(char letter, String word, String value, Topic topic, String says) {
        this.letter = letter;
        this.word = word;
        this.value = value;
        this.topic = topic;
        this.says = says;
    }

    static Flag of(char letter) {
        for (Flag flag : values()) {
            if (flag.letter == letter && letter != 0) {
                return flag;
            }
        }
        return null;
    }

    static Flag of(String given) {
        String word = ALIASES.getOrDefault(given, given);
        for (Flag flag : values()) {
            if (flag.word.equals(word)) {
                return flag;
            }
        }
        return null;
    }
}
