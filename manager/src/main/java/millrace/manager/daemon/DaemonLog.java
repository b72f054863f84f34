package millrace.manager.daemon;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** What the daemon has to say about itself: a line each in its log, which is its standard output. */
final class DaemonLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    private DaemonLog() {}

    static void say(String sentence) {
        System.out.println(LocalDateTime.now().format(TIME) + " " + sentence);
    }
}
