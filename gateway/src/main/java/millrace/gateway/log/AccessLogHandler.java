package millrace.gateway.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.exchange.StateKey;
import millrace.http.codec.Output;

/**
 * Writes the lines of the access logs at the end of a request. A line with constant path makes no objects on its way into
 * the file, and is there before the response's end is sent.
 */
final class AccessLogHandler implements PhaseHandler {
    private static final StateKey<Output> LINE = StateKey.create();
    private static final int LINE_BYTES = 512;

    @Override
    public boolean concerns(Scope scope) {
        return scope.get(AccessLogSettings.KEY).logs.length > 0;
    }

    @Override
    public int run(Exchange x) {
        AccessLogSettings settings = x.settings(AccessLogSettings.KEY);
        if (x.parent() != null && !settings.subrequests) {
            return Phase.NEXT;
        }
        Output line = x.loop().state(LINE, loop -> new Output(LINE_BYTES));
        for (AccessLog log : settings.logs) {
            if (log.wants(x, line)) {
                write(x, settings, log, line);
            }
        }
        return Phase.NEXT;
    }

    private static void write(Exchange x, AccessLogSettings settings, AccessLog log, Output line) {
        if (log.target() != null) {
            log.line(x, line);
            log.target().write(null, line.bytes(), 0, line.length());
            return;
        }
        line.clear();
        log.path().write(x, line);
        String name = new String(line.bytes(), 0, line.length(), StandardCharsets.ISO_8859_1);
        log.line(x, line);
        try {
            settings.openFiles.write(
                    x.scope().configuration().source().prefix(),
                    name,
                    line.bytes(),
                    line.length(),
                    x.loop().events().nowNanos());
        } catch (IOException e) {
            x.log(Level.CRIT, e.getMessage() + " while logging request");
        }
    }
}
