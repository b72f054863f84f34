package millrace.cli.monit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import millrace.manager.Home;
import millrace.manager.client.DaemonClient;
import millrace.manager.client.DaemonException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/**
 * The dashboard. One thread draws and reads keys; what other threads learn (the list, logs, the end of a command) comes to
 * it as small changes of the {@link Model}.
 */
public final class Monit {
    private static final long KEY_WAIT_MILLIS = 100;
    private static final long LIST_EVERY_MILLIS = 1_000;
    private static final int ESCAPE = 27;
    private static final int SEQUENCE_WAIT_MILLIS = 20;

    private final Home home;
    private final Terminal terminal;
    private final Model model = new Model();

    /** Bounded, so that a flood of lines waits with the daemon and not here. */
    private final BlockingQueue<Consumer<Model>> changes = new LinkedBlockingQueue<>(10_000);

    private Monit(Home home, Terminal terminal) {
        this.home = home;
        this.terminal = terminal;
    }

    /**
     * Shows it until a key ends it.
     *
     * @return the exit code
     * @throws DaemonException when no daemon can be reached at first, or this is no terminal
     */
    public static int run(Home home) throws IOException {
        // Read once, when the class of strings is loaded: no second character set, which not every terminal has. Thin lines come
        // out as ASCII then, thick ones as they are.
        System.setProperty("org.jline.utils.disableAlternateCharset", "true");
        try (Terminal terminal = TerminalBuilder.builder().system(true).provider("exec").encoding(StandardCharsets.UTF_8).dumb(false).build()) {
            return new Monit(home, terminal).show();
        } catch (IllegalStateException e) {
            throw new DaemonException("monit needs a terminal; millrace list and millrace logs do without one");
        }
    }

    private int show() throws IOException {
        try (DaemonClient first = DaemonClient.connectOrStart(home)) {
            model.rows(Row.all(first.call("list", Map.of())));
        }
        Attributes before = terminal.enterRawMode();
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        try {
            daemonThread("list", this::pollList);
            daemonThread("logs", this::followLogs);
            loop();
            return 0;
        } finally {
            terminal.puts(Capability.cursor_visible);
            terminal.puts(Capability.exit_ca_mode);
            terminal.setAttributes(before);
            terminal.flush();
        }
    }

    private void loop() throws IOException {
        Display display = new Display(terminal, true);
        NonBlockingReader keys = terminal.reader();
        int columns = 0;
        int rows = 0;
        while (true) {
            Consumer<Model> change;
            while ((change = changes.poll()) != null) {
                change.accept(model);
            }
            model.age(System.currentTimeMillis());
            if (terminal.getWidth() != columns || terminal.getHeight() != rows) {
                columns = terminal.getWidth();
                rows = terminal.getHeight();
                display.resize(rows, columns);
                display.clear();
            }
            display.update(
                    Screen.lines(model, columns, rows, System.currentTimeMillis(), ZoneId.systemDefault()), -1);
            int character = keys.read(KEY_WAIT_MILLIS);
            if (character != NonBlockingReader.READ_EXPIRED && !obeyed(Key.of(character, sequence(character, keys)))) {
                return;
            }
        }
    }

    /** What follows an escape character at once belongs to the same key. */
    private static String sequence(int character, NonBlockingReader keys) throws IOException {
        StringBuilder sequence = new StringBuilder();
        int next = character == ESCAPE ? keys.read(SEQUENCE_WAIT_MILLIS) : NonBlockingReader.READ_EXPIRED;
        while (next >= 0) {
            sequence.append((char) next);
            boolean ends = sequence.length() > 1 && (Character.isLetter(next) || next == '~');
            next = ends ? NonBlockingReader.READ_EXPIRED : keys.read(SEQUENCE_WAIT_MILLIS);
        }
        return sequence.toString();
    }

    /** @return whether to go on */
    private boolean obeyed(Key key) {
        switch (key) {
            case null -> model.notice("");
            case UP -> model.select(-1);
            case DOWN -> model.select(1);
            case OLDER -> model.scroll(terminal.getHeight() / 3);
            case NEWER -> model.scroll(-terminal.getHeight() / 3);
            case ONLY -> model.toggleOnlySelected();
            case RESTART -> ask("restart");
            case RELOAD -> ask("reload");
            case STOP -> ask("stop");
            // PM2 starts what is stopped with restart, too.
            case START -> ask("restart");
            case QUIT -> {
                return false;
            }
        }
        return true;
    }

    /** Asks the daemon on a thread of its own: a reload may take a while, and the screen goes on. */
    private void ask(String verb) {
        Row row = model.selected();
        if (row == null) {
            return;
        }
        String whom = row.name() + ":" + row.id();
        model.notice(verb + " " + whom + " …");
        daemonThread(verb, () -> {
            try (DaemonClient daemon = DaemonClient.connect(home)) {
                daemon.call(verb, Map.of("targets", List.of(Integer.toString(row.id()))));
                change(known -> known.notice(verb + " " + whom + ": done"));
            } catch (IOException e) {
                // Not again: a command that has failed is not what the user wants a second time.
                change(known -> known.notice(verb + " " + whom + ": " + e.getMessage()));
            }
        });
    }

    private void pollList() throws IOException, InterruptedException {
        try (DaemonClient daemon = DaemonClient.connect(home)) {
            while (true) {
                List<Row> rows = Row.all(daemon.call("list", Map.of()));
                change(known -> known.rows(rows));
                Thread.sleep(LIST_EVERY_MILLIS);
            }
        }
    }

    private void followLogs() throws IOException {
        try (DaemonClient daemon = DaemonClient.connect(home)) {
            daemon.subscribe(Map.of(), event -> {
                Row fields = new Row(event);
                boolean log = "log".equals(event.get("event"));
                String detail = fields.text("detail");
                String text = log ? fields.text("line")
                        : fields.text("what") + (detail.isEmpty() ? "" : ": " + detail);
                LogLine line = new LogLine(fields.id(), fields.name(), log ? fields.text("stream") : "process",
                        (long) fields.number("at"), text);
                try {
                    change(known -> known.add(line));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // nobody looks any more
                }
            });
        }
    }

    private void change(Consumer<Model> change) throws InterruptedException {
        changes.put(change);
    }

    /** Work that talks with the daemon. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Ends with the program. A daemon that is gone is said on the screen, and perhaps another one comes. */
    private void daemonThread(String name, Work work) {
        Thread.ofPlatform().daemon().name("monit-" + name).start(() -> {
            try {
                while (true) {
                    try {
                        work.run();
                        return;
                    } catch (IOException e) {
                        change(known -> known.lost(e.getMessage()));
                    }
                    Thread.sleep(LIST_EVERY_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the screen is gone
            }
        });
    }
}
