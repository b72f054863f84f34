package millrace.manager.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import millrace.cluster.Scheduling;
import millrace.manager.Home;

/**
 * One app as its user wants it: immutable, with every default filled in. Times are in milliseconds, sizes in bytes.
 *
 * @param script absolute, else a program to be found in {@code PATH}
 * @param interpreter {@code null}: by the script's extension; {@code none}: nothing
 * @param cwd absolute
 * @param instances 1 or more
 * @param environment complete
 * @param instanceVar the variable that carries an instance's number
 * @param incrementVar the variable that is one higher in each instance; {@code null}: none
 * @param health {@code null}: none
 * @param maxMemoryBytes 0: no limit
 * @param dependsOn names of apps
 * @param user {@code null}: the daemon's
 * @param group {@code null}: the user's
 * @param pidFile without the instance's number: {@link #pidFile(int)} puts it in; {@code null}: none
 * @param autostart whether it is started once it is in the list
 * @param attributes what was given, by canonical names
 */
public record AppConfig(
        String name,
        String namespace,
        Path script,
        List<String> args,
        String interpreter,
        List<String> interpreterArgs,
        Path cwd,
        Mode mode,
        int instances,
        Scheduling scheduling,
        Readiness ready,
        Map<String, String> environment,
        String instanceVar,
        String incrementVar,
        RestartConfig restart,
        StopConfig stop,
        LogConfig logs,
        WatchConfig watch,
        HealthConfig health,
        long maxMemoryBytes,
        List<String> dependsOn,
        String user,
        String group,
        Path pidFile,
        boolean autostart,
        Map<String, Object> attributes) {

    public AppConfig {
        args = List.copyOf(args);
        interpreterArgs = List.copyOf(interpreterArgs);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        dependsOn = List.copyOf(dependsOn);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** As {@link #of(Map, Home)}, with the home of whoever runs this process. */
    public static AppConfig of(Map<String, ?> attributes) throws ConfigException {
        return of(attributes, Home.ofEnvironment());
    }

    /**
     * What complete attributes come to: by any of their names, their environment and all paths in them complete already.
     * What has no effect is dropped, so {@code of(config.attributes())} equals {@code config}.
     *
     * @param home where logs and pid files go that are not given
     * @throws ConfigException naming the attribute that is wrong
     */
    public static AppConfig of(Map<String, ?> attributes, Home home) throws ConfigException {
        return new AppConfigReader(Attributes.read(attributes, name -> "", note -> {}), home).read();
    }

    /** How many instances a reload replaces at a time. */
    public int reloadParallel() {
        Object given = attributes.get(Attribute.RELOAD_PARALLEL.key());
        return given instanceof Number number ? Math.max(1, number.intValue()) : 1;
    }

    /** The socket that instances without a protocol inherit, if one is wanted. */
    public Optional<InetSocketAddress> listen() {
        return attributes.get(Attribute.LISTEN.key()) instanceof String address
                ? Optional.of(ListenAddress.of(address))
                : Optional.empty();
    }

    /** The file for one instance's process number; {@code null} for none. */
    public Path pidFile(int id) {
        return LogConfig.numbered(pidFile, id);
    }
}
