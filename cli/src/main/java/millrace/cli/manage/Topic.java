package millrace.cli.manage;

/** What an option is about. Options of {@link #APP} and {@link #EVERY} stand beside any verb, as PM2's users write them. */
enum Topic {
    /** How an app runs: kept with the app. */
    APP,
    /** How a command goes about its work. */
    EVERY,
    LIST,
    LOGS,
    RUNTIME,
    SERVE,
    STARTUP
}
