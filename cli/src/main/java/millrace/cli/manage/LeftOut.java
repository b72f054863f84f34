package millrace.cli.manage;

/** What PM2 has and Millrace has not, with what to do instead. */
final class LeftOut {
    private LeftOut() {}

    /** A sentence; {@code null} when it is no verb of PM2's. */
    static String instead(String word) {
        return switch (word) {
            case "deploy" -> "Deploy by your own tool, then: millrace startOrReload ecosystem.config.js --env production";
            case "set", "multiset", "unset", "get", "conf", "config" ->
                "Settings belong to the process file, and to the environment of the daemon.";
            case "logrotate" -> "Logs are rotated by themselves: rotate_size and rotate_keep in the process file.";
            case "pull", "forward", "backward" -> "Say it to git, then: millrace reload NAME";
            case "link", "unlink", "monitor", "unmonitor", "plus", "register", "login", "logout", "open" ->
                "It belongs to PM2's own service. What goes on here: millrace monit";
            case "slist", "sysinfos" -> "Try: millrace list --json";
            case "examples" -> "Try: millrace --help";
            case "inspect" -> "Start the app with --node-args=--inspect";
            case "profile:cpu", "profile:mem" -> "Start the app with --node-args=--cpu-prof, or --node-args=--heap-prof";
            case "deepUpdate" -> "Try: millrace update";
            case "install-otel", "uninstall-otel" -> "Give the app its own tracing, with --node-args '--require …'";
            case "create", "autoinstall" -> "Try: millrace start";
            case "web" -> "Try: millrace list --json";
            default -> module(word);
        };
    }

    /** The same for an option. */
    static String insteadOfOption(String word) {
        return switch (word) {
            case "--web" -> "What the apps do: millrace list --json, and millrace monit";
            case "--secret", "--public", "--machine-name" -> "It belongs to PM2's own service.";
            default -> null;
        };
    }

    private static String module(String word) {
        String name = word.startsWith("module:") ? word.substring("module:".length()) : word;
        return switch (name) {
            case "install", "uninstall", "package", "publish", "generate" ->
                "There are no modules; what pm2-logrotate did is built in: rotate_size in the process file.";
            default -> null;
        };
    }
}
