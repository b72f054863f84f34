package millrace.offload.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What options and files say together, at one time. Made on a pool's thread, because files are read; the servers in it
 * belong to the loop afterwards.
 *
 * @param random opened with the rest, since opening the first one of a process takes milliseconds
 */
record Settings(
        Servers servers,
        List<DomainName> search,
        int ndots,
        HostsFile hosts,
        SecureRandom random,
        List<FileVersion> versions) {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int ROUNDS = 3;

    /** Larger is no configuration. */
    private static final int MOST_BYTES = 16 << 20;

    /** By what a change of a file is seen; {@code null} fields when there is none. */
    private record FileVersion(Object modified, Object key, long size) {
        private static final FileVersion NONE = new FileVersion(null, null, -1);

        static FileVersion of(Path file) throws IOException {
            if (file == null) {
                return NONE;
            }
            try {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                return new FileVersion(found.lastModifiedTime(), found.fileKey(), found.size());
            } catch (NoSuchFileException e) {
                return NONE;
            }
        }
    }

    /** The settings of now: the old ones when no file has changed. May wait for the disk. */
    static Settings read(DnsOptions options, Settings old) throws IOException {
        List<FileVersion> versions = List.of(FileVersion.of(options.resolvConf), FileVersion.of(options.hosts));
        if (old != null && old.versions.equals(versions)) {
            return old;
        }
        ResolvConf conf = options.resolvConf == null ? ResolvConf.DEFAULT : ResolvConf.parse(text(options.resolvConf));
        HostsFile hosts = options.hosts == null ? HostsFile.EMPTY : HostsFile.parse(text(options.hosts));
        SecureRandom random = old == null ? new SecureRandom() : old.random;
        random.nextInt();
        return new Settings(servers(options, conf), conf.search(), conf.ndots(), hosts, random, versions);
    }

    private static Servers servers(DnsOptions options, ResolvConf conf) {
        List<InetSocketAddress> addresses = options.servers.isEmpty() ? conf.servers() : options.servers;
        Duration said = conf.timeoutSeconds() == 0 ? TIMEOUT : Duration.ofSeconds(conf.timeoutSeconds());
        Duration timeout = Objects.requireNonNullElse(options.timeout, said);
        int rounds = conf.attempts() == 0 ? ROUNDS : conf.attempts();
        return new Servers(
                addresses,
                new ServerHealth(addresses.size(), conf.rotate()),
                options.attempts == 0 ? rounds : options.attempts,
                timeout.toNanos());
    }

    private static String text(Path file) throws IOException {
        try (var input = Files.newInputStream(file)) {
            return new String(input.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (AccessDeniedException e) {
            throw new IOException("read " + file + ": permission denied", e);
        } catch (IOException e) {
            throw new IOException("read " + file + ": " + e.getMessage(), e);
        }
    }
}
