package millrace.gateway.tls;

import java.util.List;
import java.util.function.UnaryOperator;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.os.SslContext;
import millrace.os.SslException;
import millrace.os.SslRules;

/**
 * What a line {@code ssl_conf_command} or {@code proxy_ssl_conf_command} says to OpenSSL.
 *
 * @param path where a file is that the value names
 */
record Command(String name, String value, UnaryOperator<String> path) {
    static Command of(Scope scope, Statement s) {
        return new Command(s.arg(0), s.arg(1), file -> scope.configuration().confPath(file).toString());
    }

    static void apply(List<Command> commands, SslContext to) throws SslException {
        for (Command each : commands) {
            SslRules.command(to, each.name, each.value, each.path);
        }
    }
}
