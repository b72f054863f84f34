package millrace.gateway.log;

import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;
import millrace.gateway.variable.Template;

/** Reads one {@code access_log} directive. */
final class AccessLogDirective {
    private static final String OFF = "off";
    private static final String BUFFER = "buffer=";
    private static final String GZIP = "gzip";
    private static final String FLUSH = "flush=";
    private static final String IF = "if=";
    private static final int GZIP_BUFFER = 64 * 1024;
    private static final int FASTEST = 1;
    private static final int SMALLEST = 9;

    private final Scope scope;
    private final Statement statement;
    private long bufferBytes;
    private long flushMillis;
    private int gzipLevel = LineBuffer.PLAIN;
    private Template condition;

    private AccessLogDirective(Scope scope, Statement statement) {
        this.scope = scope;
        this.statement = statement;
    }

    static void add(Scope scope, Statement statement) throws ConfigException {
        AccessLogSettings settings = scope.get(AccessLogSettings.KEY);
        if (!statement.arg(0).equals(OFF)) {
            settings.own.add(new AccessLogDirective(scope, statement).read());
        } else if (statement.args().size() > 1) {
            throw statement.error("invalid parameter \"" + statement.arg(1) + "\"", "nothing follows off");
        } else {
            settings.off = true;
        }
    }

    private AccessLog read() throws ConfigException {
        List<String> args = statement.args();
        String name = args.size() > 1 ? args.get(1) : LogFormats.COMBINED;
        LogFormats.Format format = LogFormats.named(scope, name, statement);
        if (format == null) {
            throw statement.error("unknown log format \"" + name + "\"", "log_format declares one, further up in http");
        }
        for (int i = 2; i < args.size(); i++) {
            parameter(args.get(i));
        }
        if (flushMillis > 0 && bufferBytes == 0) {
            throw statement.error("no buffer is defined for access_log \"" + args.get(0) + "\"");
        }
        if (args.get(0).indexOf('$') >= 0) {
            if (bufferBytes > 0) {
                throw statement.error("buffered logs cannot have variables in name");
            }
            Template path = Template.compile(args.get(0), scope, statement.place());
            return new AccessLog(null, path, format.template(), format.escape(), condition);
        }
        return new AccessLog(target(args.get(0)), null, format.template(), format.escape(), condition);
    }

    private void parameter(String parameter) throws ConfigException {
        if (parameter.startsWith(BUFFER)) {
            bufferBytes = Values.bytes(parameter.substring(BUFFER.length()));
            if (bufferBytes <= 0 || bufferBytes > Integer.MAX_VALUE) {
                throw statement.error("invalid buffer size \"" + parameter.substring(BUFFER.length()) + "\"");
            }
        } else if (parameter.startsWith(FLUSH)) {
            flushMillis = Values.millis(statement, parameter.substring(FLUSH.length()));
        } else if (parameter.startsWith(IF)) {
            condition = Template.compile(parameter.substring(IF.length()), scope, statement.place());
        } else if (parameter.equals(GZIP) || parameter.startsWith(GZIP + "=")) {
            gzipLevel = parameter.equals(GZIP) ? FASTEST : level(parameter.substring(GZIP.length() + 1));
            bufferBytes = bufferBytes == 0 ? GZIP_BUFFER : bufferBytes;
        } else {
            throw statement.error("invalid parameter \"" + parameter + "\"", "buffer=, gzip, flush= or if=");
        }
    }

    private int level(String value) throws ConfigException {
        int level = Values.number(statement, value);
        if (level < FASTEST || level > SMALLEST) {
            throw statement.error("invalid compression level \"" + value + "\"", FASTEST + " to " + SMALLEST);
        }
        return level;
    }

    private LogTarget target(String name) throws ConfigException {
        LogTarget target;
        try {
            target = LogFiles.of(scope.configuration()).target(scope.configuration(), name);
        } catch (IllegalArgumentException e) {
            throw statement.error(e.getMessage());
        }
        if (bufferBytes == 0) {
            return target;
        }
        if (!(target instanceof LogFile file)) {
            throw statement.error("logs to syslog cannot be buffered");
        }
        LineBuffer buffer = new LineBuffer((int) bufferBytes, flushMillis, gzipLevel);
        if (file.buffer() == null) {
            file.buffer(buffer);
        } else if (!file.buffer().isLike(buffer)) {
            throw statement.error("access_log \"" + name + "\" already defined with conflicting parameters");
        }
        return file;
    }
}
