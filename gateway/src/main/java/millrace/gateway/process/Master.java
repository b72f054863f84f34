package millrace.gateway.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.gateway.Features;
import millrace.gateway.body.TempFolders;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.log.Level;
import millrace.gateway.log.LogFiles;
import millrace.gateway.port.Door;
import millrace.gateway.variable.ProcessVariables;
import millrace.os.ExitStatus;
import millrace.os.OsException;
import millrace.os.Signal;
import millrace.os.Signals;

/**
 * A server from its start to its end, on the main thread: between the two it does nothing but wait for signals and do what
 * they say, as nginx's master process does.
 *
 * <pre>
 *   HUP   another configuration     USR1  log files anew       USR2  a new binary beside this one
 *   QUIT  stop, after the requests  TERM, INT  stop at once    WINCH serve no more, but stay
 * </pre>
 */
final class Master {
    private final List<String> words;
    private final CommandLine line;
    private final Places places;
    private final Messages messages;
    private final Inheritance inherited;
    private final Detachment detachment;
    private final int parent = parent();

    private Configuration configuration;
    private Serving serving;
    private PidFile pid;
    private Successor successor;
    private RunAs user;
    /** Out of sight of a terminal, as far as is known. */
    private boolean inBackground;

    private boolean quitting;
    private boolean over;

    Master(
            List<String> words,
            CommandLine line,
            Places places,
            Messages messages,
            Inheritance inherited,
            Detachment detachment) {
        this.words = words;
        this.line = line;
        this.places = places;
        this.messages = messages;
        this.inherited = inherited;
        this.detachment = detachment;
    }

    /** The exit code. */
    int run(Configuration first) {
        configuration = first;
        try {
            start();
        } catch (ConfigException | IOException e) {
            messages.log(Level.EMERG, Words.of(e));
            return 1;
        }
        while (!over) {
            long left = serving.patienceNanos();
            Signal signal = Signals.await(left, Detachment.SIGNALS);
            if (signal == null) {
                serving.outOfPatience();
            } else {
                privileged(() -> take(signal));
            }
            over |= quitting && serving.hasEnded();
        }
        privileged(this::end);
        return 0;
    }

    private void start() throws ConfigException, IOException {
        ProcessSettings settings = ProcessSettings.of(configuration);
        inBackground = detachment.isDetached() || !inherited.isEmpty();
        LogFiles.of(configuration).open(places.errorLog(), text -> messages.log(Level.ALERT, text));
        messages.logTo(configuration.main().get(ErrorLogSettings.KEY).log());
        JavaLog.into(messages);
        new Limits(messages).set(settings);
        if (!Signals.blocked().contains(Signal.SIGTERM)) {
            messages.log(Level.WARN, "signals are not blocked, and will not be obeyed: start bin/millrace-nginx");
        }
        serving = Serving.start(configuration, inherited.sockets(), messages);
        // Before the file that others wait for.
        messages.log(Level.NOTICE, "nginx/" + ProcessVariables.NGINX_VERSION);
        pid = new PidFile(settings.pid);
        pid.write();
        user = settings.user;
        if (user != null) {
            user.own(TempFolders.of(configuration));
            user.become();
        }
        messages.log(Level.NOTICE, "start worker processes");
        messages.log(Level.NOTICE, "start worker process " + serving.number());
        messages.started();
        detachment.ready();
    }

    /** What signals ask for may take the rights of who has started the server. */
    private void privileged(Runnable action) {
        if (user == null) {
            action.run();
            return;
        }
        try {
            user.leave();
            action.run();
            user.returned();
        } catch (OsException e) {
            messages.log(Level.ALERT, Words.of(e));
        }
    }

    private void take(Signal signal) {
        String received = "signal " + signal.number() + " (" + signal + ") received";
        switch (signal) {
            case SIGHUP -> {
                messages.log(Level.NOTICE, received + ", reconfiguring");
                reload();
            }
            case SIGQUIT -> {
                messages.log(Level.NOTICE, received + ", shutting down");
                quit();
            }
            case SIGTERM, SIGINT -> {
                messages.log(Level.NOTICE, received + ", exiting");
                over = true;
            }
            case SIGUSR1 -> {
                messages.log(Level.NOTICE, received + ", reopening logs");
                reopen();
            }
            case SIGUSR2 -> {
                messages.log(Level.NOTICE, received + ", changing binary");
                upgrade();
            }
            case SIGWINCH -> {
                // In a terminal it only means that the window has another size.
                messages.log(Level.NOTICE, received + (inBackground ? ", shutting down workers" : ""));
                if (inBackground) {
                    rest();
                }
            }
            default -> look();
        }
    }

    private void quit() {
        if (!quitting) {
            messages.log(Level.NOTICE, "gracefully shutting down");
            quitting = true;
            serving.quit();
        }
    }

    private void rest() {
        try {
            serving.rest();
        } catch (IOException e) {
            messages.log(Level.ALERT, "nothing is shut down: " + Words.of(e));
        }
    }

    /** Whatever fails, the old configuration serves on. */
    private void reload() {
        if (quitting) {
            return;
        }
        messages.log(Level.NOTICE, "reconfiguring");
        try {
            Configuration next = Configuration.read(Registry.of(Features.all()), places.source(line));
            next.warnings().forEach(warning -> messages.log(Level.WARN, warning.getMessage()));
            change(next);
        } catch (ConfigException | IOException e) {
            messages.log(Level.EMERG, Words.of(e));
        }
    }

    private void change(Configuration next) throws ConfigException, IOException {
        LogFiles logs = LogFiles.of(next);
        try {
            logs.open(places.errorLog(), text -> messages.log(Level.ALERT, text));
            if (user != null) {
                user.own(TempFolders.of(next));
            }
            serving.reload(next);
        } catch (ConfigException | IOException e) {
            logs.close();
            throw e;
        }
        configuration = next;
        messages.logTo(next.main().get(ErrorLogSettings.KEY).log());
        messages.log(Level.NOTICE, "start worker processes");
        messages.log(Level.NOTICE, "start worker process " + serving.number());
        pid.moveTo(ProcessSettings.of(next).pid);
    }

    private void reopen() {
        for (Configuration each : serving.configurations()) {
            LogFiles.of(each).reopen(text -> messages.log(Level.EMERG, text));
        }
    }

    /** The new binary writes the pid file anew; should it fail, ours gets its name back. */
    private void upgrade() {
        if (successor != null) {
            messages.log(Level.NOTICE, "the changing binary signal is ignored: " + successor.pid() + " runs already");
            return;
        }
        try {
            Map<Door, Integer> sockets = serving.listening();
            pid.makeOld();
            successor = Successor.start(words, sockets);
            messages.log(Level.NOTICE, "start new binary process " + successor.pid());
        } catch (IOException e) {
            messages.log(Level.ALERT, "the new binary cannot be started: " + Words.of(e));
            restorePid();
        }
    }

    /** A child has ended, or the loops have. */
    private void look() {
        if (successor == null) {
            return;
        }
        try {
            ExitStatus status = successor.ended();
            if (status != null) {
                messages.log(
                        Level.NOTICE, "new binary process " + successor.pid() + " ended: " + status.describe());
                successor = null;
                restorePid();
            }
        } catch (IOException e) {
            messages.log(Level.ALERT, Words.of(e));
        }
    }

    private void restorePid() {
        try {
            if (pid.isOld()) {
                pid.makeCurrent();
            }
        } catch (IOException e) {
            messages.log(Level.ALERT, "the pid file cannot be renamed: " + Words.of(e));
        }
    }

    /** The process that has started this one, or whoever has taken its place; 0 when it is hidden. */
    private static int parent() {
        return ProcessHandle.current().parent().map(handle -> (int) handle.pid()).orElse(0);
    }

    private void end() {
        serving.stop(TimeUnit.SECONDS.toNanos(5));
        try {
            pid.delete();
            boolean others = successor != null || !inherited.isEmpty() && parent == parent();
            if (!others) {
                UnixSockets.remove(serving.addresses());
            }
        } catch (IOException e) {
            messages.log(Level.ALERT, Words.of(e));
        }
        messages.log(Level.NOTICE, "exit");
        serving.configurations().forEach(each -> LogFiles.of(each).close());
    }
}
