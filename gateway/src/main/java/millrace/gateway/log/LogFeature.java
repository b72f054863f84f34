package millrace.gateway.log;

import java.util.List;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.Phase;

/** {@code error_log}, {@code access_log} and what belongs to them. */
public final class LogFeature implements Feature {
    /** They must exist before a configuration is complete. */
    private static final List<SettingsKey<?>> KEYS =
            List.of(LogFiles.KEY, ErrorLogSettings.KEY, LogFormats.KEY, AccessLogSettings.KEY);

    @Override
    public void register(Registry registry) {
        registry.directive("error_log", Context.MAIN, Context.HTTP, Context.SERVER, Context.LOCATION,
                        Context.STREAM, Context.SERVER_IN_STREAM)
                .args(1, 2)
                .repeated()
                .shown("file \\| stderr \\| syslog:server=address[,parameter=value] [level]")
                .doc("Where messages of a level and graver ones go. Several may stand in one level.")
                .set(ErrorLogSettings::add);
        registry.directive("log_format", Context.HTTP, Context.STREAM)
                .argsFrom(2)
                .repeated()
                .shown("name [escape=default|json|none] text ...")
                .doc("How a line of the access log looks.")
                .set(LogFormats::add);
        registry.directive(
                        "access_log", Context.HTTP, Context.SERVER, Context.LOCATION, Context.IF_IN_LOCATION,
                        Context.LIMIT_EXCEPT, Context.STREAM, Context.SERVER_IN_STREAM)
                .argsFrom(1)
                .repeated()
                .shown("off \\| path [format [buffer=size] [gzip[=level]] [flush=time] [if=condition]]")
                .doc("Where a line for each request goes; the path may have variables.")
                .set(AccessLogDirective::add);
        registry.directive("open_log_file_cache", Context.HTTP, Context.SERVER, Context.LOCATION,
                        Context.STREAM, Context.SERVER_IN_STREAM)
                .args(1, 4)
                .shown("off \\| max=n [inactive=time] [min_uses=n] [valid=time]")
                .doc("How many access logs with variables in their names are kept open.")
                .set(OpenLogFiles::read);
        registry.directive("log_subrequest", Context.HTTP, Context.SERVER, Context.LOCATION)
                .doc("Whether subrequests are logged too.")
                .flag(AccessLogSettings.KEY, (settings, on) -> settings.subrequests = on);
        AccessLogHandler handler = new AccessLogHandler();
        registry.http().phase(Phase.LOG, handler);
        registry.stream().phase(Phase.LOG, handler);
    }
}
