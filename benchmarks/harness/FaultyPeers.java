package harness;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Four upstreams that are processes of their own, of which the last one gets a fault and loses it again. */
final class FaultyPeers implements AutoCloseable {
    /** What happens to the last one. */
    enum Fault {
        KILLED("killed"),
        FROZEN("frozen (SIGSTOP)"),
        SLOW("slow (500 ms)"),
        ERROR("answers 500"),
        RESET("resets within the body");

        final String label;

        Fault(String label) {
            this.label = label;
        }
    }

    private static final int COUNT = 4;

    private final Servers servers;
    private final String cpus;
    private final List<Integer> ports = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    FaultyPeers(Servers servers, String cpus) throws IOException, InterruptedException {
        this.servers = servers;
        this.cpus = cpus;
        for (int i = 0; i < COUNT; i++) {
            ports.add(servers.freePort());
            processes.add(start(ports.get(i)));
        }
        for (int i = 0; i < COUNT; i++) {
            await(i);
        }
    }

    private Process start(int port) throws IOException {
        List<String> command = List.of("node", servers.here().resolve("peers/faulty.js").toString(), String.valueOf(port));
        return Processes.start(command, cpus, Map.of(), new File("/dev/null"));
    }

    private void await(int number) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            try {
                be(number, "well");
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(25); // it does not listen yet
            }
        }
        throw new BenchmarkException("faulty.js does not answer on port " + ports.get(number));
    }

    /** Tells a peer how to be. */
    void be(int number, String mode) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(number)), 1_000);
            socket.getOutputStream().write(("GET /be/" + mode + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            while (answer.read() >= 0) {
                continue; // to its end: then it is so
            }
        }
    }

    /** The {@code server} lines of an upstream block. */
    String lines(String parameters) {
        StringBuilder lines = new StringBuilder();
        ports.forEach(port -> lines.append("server 127.0.0.1:").append(port).append(' ').append(parameters).append(";\n"));
        return lines.toString();
    }

    String lastAddress() {
        return "127.0.0.1:" + ports.getLast();
    }

    int last() {
        return COUNT - 1;
    }

    void begin(Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case KILLED -> {
                processes.getLast().destroyForcibly().waitFor();
                Processes.forget(processes.removeLast());
            }
            case FROZEN -> signal("STOP");
            case SLOW -> be(last(), "slow-500");
            case ERROR -> be(last(), "error");
            case RESET -> be(last(), "reset");
        }
    }

    void end(Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case KILLED -> processes.add(start(ports.getLast()));
            case FROZEN -> signal("CONT");
            case SLOW, ERROR, RESET -> be(last(), "well");
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(processes.getLast().pid())).inheritIO().start().waitFor();
    }

    @Override
    public void close() {
        processes.forEach(Processes::stop);
    }
}
