package millrace.gateway.variable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import millrace.gateway.config.Engine;
import millrace.gateway.log.LogTime;
import millrace.http.codec.Output;

/** Variables of the gateway itself, and of the time. */
public final class ProcessVariables {
    /** The nginx whose behaviour is followed. */
    public static final String NGINX_VERSION = "1.31.5";

    private ProcessVariables() {}

    static void register(Engine engine) {
        engine.variable("msec", (x, to) -> {
            Numbers.millis(System.currentTimeMillis(), to);
            return true;
        });
        engine.variable("time_local", (x, to) -> {
            to.put(LogTime.now().local());
            return true;
        });
        engine.variable("time_iso8601", (x, to) -> {
            to.put(LogTime.now().iso());
            return true;
        });
        constant(engine, "nginx_version", Output.ascii(NGINX_VERSION));
        constant(engine, "pid", Output.ascii(Long.toString(ProcessHandle.current().pid())));
        constant(engine, "hostname", hostname());
    }

    private static void constant(Engine engine, String name, byte[] value) {
        engine.variable(name, (x, to) -> {
            to.put(value);
            return true;
        });
    }

    /** As gethostname(2) has it, in lower case, as nginx shows it. */
    private static byte[] hostname() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.ISO_8859_1);
            return Output.ascii(name.strip().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw new UncheckedIOException("/proc must be mounted", e);
        }
    }
}
