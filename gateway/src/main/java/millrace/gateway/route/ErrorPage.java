package millrace.gateway.route;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.variable.Template;

/**
 * {@code error_page code ... [=[status]] target}. Immutable.
 *
 * @param codes what it is for
 * @param status what is answered in their place: {@link #SAME}, {@link #OF_TARGET}, or a status
 * @param target a path, a named location or a URL
 */
record ErrorPage(List<Integer> codes, int status, Template target) {
    /** The code that it is for. */
    static final int SAME = -1;
    /** Whatever the target answers. */
    static final int OF_TARGET = 0;

    static ErrorPage of(Scope scope, Statement s) throws ConfigException {
        List<String> args = s.args();
        int count = args.size() - 1;
        int status = SAME;
        String before = args.get(count - 1);
        if (before.startsWith("=")) {
            count--;
            status = before.length() == 1 ? OF_TARGET : number(s, before, before.substring(1));
        }
        if (count == 0) {
            throw s.error("invalid value \"" + before + "\"", "codes come first");
        }
        List<Integer> codes = new ArrayList<>();
        for (String arg : args.subList(0, count)) {
            int code = number(s, arg, arg);
            if (code == 499) {
                throw s.error("invalid value \"" + arg + "\"", "there is nobody to send a page to");
            }
            if (code < 300 || code > 599) {
                throw s.error("value \"" + arg + "\" must be between 300 and 599");
            }
            codes.add(code);
        }
        return new ErrorPage(List.copyOf(codes), status, Template.compile(args.getLast(), scope, s.place()));
    }

    private static int number(Statement s, String arg, String digits) throws ConfigException {
        if (digits.isEmpty() || digits.length() > 4 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw s.error("invalid value \"" + arg + "\"", "a status");
        }
        return Integer.parseInt(digits);
    }

    /** What is answered for a code, if the target does not decide. */
    int statusFor(int code) {
        return status == SAME ? shown(code) : status;
    }

    /** nginx's own codes for bad requests are 400 for the client. */
    static int shown(int code) {
        return code >= 494 && code <= 497 ? 400 : code;
    }
}
