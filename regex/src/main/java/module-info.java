/** Regular expressions that end: a safe matcher, and an analyser that proves which patterns are not. */
module millrace.regex {
    requires re2j;

    exports millrace.regex;
    exports millrace.regex.analysis;
    exports millrace.regex.pcre;
}
