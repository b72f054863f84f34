package millrace.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A child process of a test, with its output. */
record Child(PidFd process, Pipe output) implements AutoCloseable {

    /** Starts it with its standard output into a pipe. */
    static Child start(Spawn spawn) throws OsException {
        Pipe output = Pipe.fromChild();
        PidFd process = spawn.descriptor(output.writeEnd(), 1).descriptor(2, 2).start();
        Descriptor.close(output.writeEnd());
        return new Child(process, output);
    }

    /** Runs a shell script to its end and returns what it printed. */
    static String run(Spawn spawn) throws IOException {
        try (Child child = start(spawn)) {
            return child.readAll();
        }
    }

    static Spawn shell(String script) {
        return new Spawn("/bin/sh", "-c", script);
    }

    /** A JVM that runs a class of the tests, after the words of {@code before}. */
    static Spawn java(List<String> before, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xrs",
                "--enable-native-access=ALL-UNNAMED",
                "-cp", "target/classes:target/test-classes",
                program.getName()));
        command.addAll(List.of(arguments));
        return new Spawn(command);
    }

    /** The output until its end, as a stream that waits. */
    InputStream stream() throws IOException {
        return new FileInputStream("/proc/self/fd/" + output.readEnd());
    }

    String readAll() throws IOException {
        try (InputStream in = stream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Ends it if it still runs. */
    @Override
    public void close() throws OsException {
        Descriptor.close(output.readEnd());
        if (process.send(Signal.SIGKILL) == 0) {
            process.await();
        }
        process.close();
    }
}
