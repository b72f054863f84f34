/** Finds in sources what blocks an event loop: dangerous regular expressions, blocking calls. */
module millrace.lint {
    requires transitive millrace.regex;
    requires com.fasterxml.jackson.core;
    requires jdk.compiler;

    exports millrace.lint;
    exports millrace.lint.blocking;
    exports millrace.lint.regex;
    exports millrace.lint.report;
    exports millrace.lint.source;
}
