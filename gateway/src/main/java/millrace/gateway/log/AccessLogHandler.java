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
    private static final StateKey<Scratch> SCRATCH = StateKey.create();
    private static final int LINE = 512;

    /** What a loop needs for it. */
    private static final class Scratch {
        final Output line = new Output(LINE);
        final OpenLogFiles files = new OpenLogFiles();
    }

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
        Scratch scratch = x.loop().state(SCRATCH, loop -> new Scratch());
        for (AccessLog log : settings.logs) {
            if (log.wants(x, scratch.line)) {
                write(x, settings, log, scratch);
            }
        }
        return Phase.NEXT;
    }

    private static void write(Exchange x, AccessLogSettings settings, AccessLog log, Scratch scratch) {
        Output line = scratch.line;
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
            scratch.files.write(
                    x.scope().configuration().source().prefix(),
                    name,
                    line.bytes(),
                    line.length(),
                    settings.openFiles,
                    x.loop().events().nowNanos());
        } catch (IOException e) {
            x.log(Level.CRIT, e.getMessage() + " while logging request");
        }
    }
}
