package millrace.gateway.log;

import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;

/**
 * One {@code access_log}. Immutable.
 *
 * @param target where lines go, or {@code null} when the request says it
 * @param path where they go then, else {@code null}
 * @param format of a line
 * @param escape of the values in it
 * @param condition requests for which this is empty or {@code 0} are not logged; {@code null} for all
 */
record AccessLog(LogTarget target, Template path, Template format, Escape escape, Template condition) {
    private static final byte[] END = {'\n'};

    /** Whether this request is to be logged; the output is scratch memory. */
    boolean wants(Exchange x, Output scratch) {
        if (condition == null) {
            return true;
        }
        scratch.clear();
        condition.write(x, scratch);
        return scratch.length() > 1 || scratch.length() == 1 && scratch.bytes()[0] != '0';
    }

    /** Puts the line together, with its end. */
    void line(Exchange x, Output to) {
        to.clear();
        format.write(x, to, escape);
        to.put(END);
    }
}
