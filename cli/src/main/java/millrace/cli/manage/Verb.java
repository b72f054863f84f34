package millrace.cli.manage;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What can be commanded, a row for each verb. The first name is the row's own, {@code sendSignal} and {@code sendsignal}
 * for {@link #SEND_SIGNAL}.
 */
enum Verb {
    START(0, "[SCRIPT|FILE|NAME|ID…] [-- ARGS…]", "Starts an app, those of a process file, or one in the list."),
    STOP(1, "NAME|ID|all|FILE…", "Stops apps; they stay in the list."),
    RESTART(1, "NAME|ID|all|FILE…", "Stops apps and starts them again; their port stays open."),
    RELOAD(1, "NAME|ID|all|FILE…", "Replaces processes one by one, without losing a request."),
    DELETE(1, "NAME|ID|all|FILE…", "Stops apps and takes them off the list.", "del"),
    SCALE(2, "NAME N|+N|-N", "Changes how many instances an app has."),
    LIST(0, "", Set.of(Topic.LIST), "Shows the list.", "ls", "l", "ps", "status"),
    DESCRIBE(1, "NAME|ID…", "Says everything of an app but its environment.", "desc", "info", "show"),
    ENV(1, "ID", "Shows the environment of a process."),
    JLIST(0, "", "Shows the list as JSON, with everything."),
    PRETTYLIST(0, "", "Shows the same as Node prints objects."),
    LOGS(0, "[NAME|ID…]", Set.of(Topic.LOGS), "Shows the last lines of the logs, and new ones as they come."),
    FLUSH(0, "[NAME|ID…]", "Empties log files."),
    RELOAD_LOGS(0, "", "Opens log files anew, after something else has moved them."),
    PID(0, "[NAME]", "Shows process numbers, one a line."),
    ID(1, "NAME", "Shows the numbers in the list."),
    RESET(1, "NAME|ID|all…", "Sets the counters of restarts to 0."),
    SAVE(0, "", "Writes the list down, for resurrect.", "dump"),
    RESURRECT(0, "", "Starts what has been written down and is not in the list."),
    CLEARDUMP(0, "", "Forgets what has been written down."),
    STARTUP(0, "[systemd]", Set.of(Topic.STARTUP), "Starts the list when the machine boots."),
    UNSTARTUP(0, "[systemd]", Set.of(Topic.STARTUP), "Does so no more."),
    SEND(2, "ID LINE", "Writes a line to an app's standard input."),
    ATTACH(1, "ID", "Connects this terminal to an app's standard input and output."),
    SEND_SIGNAL(2, "SIGNAL NAME|ID", "Sends a signal to processes.", "signal"),
    TRIGGER(2, "NAME|ID ACTION [PARAMETER]", "Calls an action that an app has made known."),
    SERVE(0, "[FOLDER] [PORT]", Set.of(Topic.SERVE), "Serves files over HTTP, as an app in the list.", "expose"),
    INIT(0, "[simple]", "Writes an ecosystem.config.js to begin with.", "ecosystem"),
    START_OR_RESTART(1, "FILE", "Starts the apps of a process file, or restarts them."),
    START_OR_RELOAD(1, "FILE", "Starts the apps of a process file, or reloads them.", "startOrGracefulReload"),
    MONIT(0, "", "Shows everything as it changes.", "dash", "dashboard", "imonit"),
    RUNTIME(1, "SCRIPT|FILE… [-- ARGS…]", Set.of(Topic.RUNTIME), "Runs apps in the foreground, as containers do."),
    PING(0, "", "Starts the daemon if it does not run, and says so."),
    UPDATE(0, "", "Starts the daemon anew, with the list as it is.", "updatePM2"),
    KILL(0, "", "Stops all apps, and the daemon."),
    REPORT(0, "", "Says what somebody needs who shall help."),
    COMPLETION(0, "[bash|zsh]", "Prints what makes the shell complete these commands.");

    /** So many words have to follow. */
    final int least;

    final String arguments;
    final Set<Topic> topics;
    final String says;
    final List<String> aliases;

    Verb(int least, String arguments, Set<Topic> topics, String says, String... aliases) {
        this.least = least;
        this.arguments = arguments;
        this.topics = topics;
        this.says = says;
        this.aliases = List.of(aliases);
    }

    Verb(int least, String arguments, String says, String... aliases) {
        this(least, arguments, Set.of(), says, aliases);
    }

    /** As it is written: {@code startOrRestart}. */
    String word() {
        if (name().indexOf('_') < 0) {
            return name().toLowerCase(Locale.ROOT);
        }
        StringBuilder word = new StringBuilder();
        for (String part : name().split("_")) {
            String lower = part.toLowerCase(Locale.ROOT);
            word.append(word.isEmpty() ? lower : part.charAt(0) + lower.substring(1));
        }
        return word.toString();
    }

    /** {@code null}: none. */
    static Verb of(String word) {
        for (Verb verb : values()) {
            if (verb.word().equals(word) || verb.aliases.contains(word)) {
                return verb;
            }
        }
        return null;
    }
}
