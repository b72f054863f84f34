package millrace.gateway.stream;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import millrace.gateway.Features;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.log.LogFiles;
import millrace.gateway.server.Gateway;
import millrace.loop.PollerKind;

/** A gateway of one loop with a block {@code stream}, in this process. */
record TestStream(Gateway gateway, Path folder, List<LogFiles> logs) implements AutoCloseable {
    static TestStream start(Path folder, String stream) throws Exception {
        return startBlocks(folder, block(stream));
    }

    /** As {@link #start}, with other blocks, and perhaps features of the test's own. */
    static TestStream startBlocks(Path folder, String blocks, Feature... own) throws Exception {
        List<LogFiles> logs = new ArrayList<>();
        return new TestStream(Gateway.open(read(folder, logs, blocks, own), PollerKind.EPOLL_ET, 1, Map.of()), folder, logs);
    }

    static String block(String stream) {
        return "stream { " + stream + " }";
    }

    private static Configuration read(Path folder, List<LogFiles> logs, String blocks, Feature... own) throws Exception {
        Path log = folder.resolve("error.log");
        String text = "events {} error_log " + log + " debug; " + blocks;
        List<Feature> features = Stream.concat(Stream.of(own), Features.all().stream()).toList();
        Configuration configuration = Configuration.read(Registry.of(features), Source.ofText(folder, text));
        logs.add(LogFiles.of(configuration));
        logs.getLast().open(log, trouble -> {
            throw new AssertionError(trouble);
        });
        return configuration;
    }

    /** Back when each loop has heard of it: until then, who connects may still be served by the old one. */
    void reload(String stream) throws Exception {
        reloadBlocks(block(stream));
    }

    void reloadBlocks(String blocks) throws Exception {
        gateway.reload(read(folder, logs, blocks));
        for (var loop : gateway.loops()) {
            loop.events().submit(() -> null).toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    String log(String name) throws Exception {
        return Files.readString(folder.resolve(name));
    }

    @Override
    public void close() {
        gateway.abort();
        gateway.close();
        logs.forEach(LogFiles::close);
    }
}
