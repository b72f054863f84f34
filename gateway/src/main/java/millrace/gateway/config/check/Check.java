package millrace.gateway.config.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.config.Statement;

/**
 * Reads a configuration to its end, whatever is wrong with it, and looks for known traps. What can be seen only when
 * all else is right (an upstream's name that is not known to DNS, say) is told when all else is right.
 *
 * @param mistakes why it would not start, in the order of the files
 * @param warnings what would start, and then surprise
 */
public record Check(List<ConfigException> mistakes, List<ConfigException> warnings) {
    private static final List<Trap> TRAPS =
            List.of(new StaleName(), new AliasTraversal(), new LostKeepAlive(), new IfInLocation(), new LostHeaders(), new OldProtocol());

    public static Check of(Registry registry, Source source) {
        List<ConfigException> mistakes = new ArrayList<>();
        Configuration configuration = Configuration.readAll(registry, source, mistakes);
        List<ConfigException> warnings = new ArrayList<>(configuration.warnings());
        for (Trap each : TRAPS) {
            walk(configuration.statements(), new Path(null, null, configuration.statements()), each, warnings);
        }
        warnings.sort(Comparator.comparingInt(w -> w.place() == null ? 0 : w.place().line()));
        return new Check(List.copyOf(mistakes), List.copyOf(warnings));
    }

    private static void walk(List<Statement> level, Path path, Trap trap, List<ConfigException> to) {
        for (Statement each : level) {
            String warning = trap.warning(each, path);
            if (warning != null) {
                to.add(new ConfigException(each.place(), warning));
            }
            if (each.block() != null) {
                walk(each.block(), new Path(path, each, each.block()), trap, to);
            }
        }
    }
}
