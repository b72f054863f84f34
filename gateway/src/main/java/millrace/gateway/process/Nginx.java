package millrace.gateway.process;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import millrace.gateway.Features;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.SourceFile;
import millrace.gateway.log.Level;
import millrace.gateway.log.LogFiles;
import millrace.gateway.server.Gateway;
import millrace.os.ErrorText;
import millrace.os.Signal;
import millrace.os.Signals;

/** nginx's command line: tests a configuration, signals a server, or becomes one. */
public final class Nginx {
    private static final int DONE = 0;
    private static final int FAILED = 1;

    private final List<String> words;
    private final CommandLine line;
    private final Places places;
    private final PrintStream out;
    private final PrintStream err;

    private Nginx(List<String> words, CommandLine line, PrintStream out, PrintStream err) {
        this.words = words;
        this.line = line;
        this.places = Places.of(line);
        this.out = out;
        this.err = err;
    }

    /**
     * Runs a command line, on the main thread, until it is done: a server until it has stopped.
     *
     * @return the exit code
     */
    public static int run(List<String> words, PrintStream out, PrintStream err) {
        try {
            return new Nginx(words, CommandLine.parse(words), out, err).run();
        } catch (CommandLine.MisuseException e) {
            err.println("nginx: " + e.getMessage());
            return FAILED;
        }
    }

    private int run() {
        if (line.help) {
            HelpText.print(err);
            return DONE;
        }
        if ((line.version || line.configureArguments) && !line.test) {
            // The launcher has answered, without a JVM; who comes here has started something else.
            err.println("nginx: bin/millrace-nginx answers -v and -V");
            return FAILED;
        }
        Messages messages = new Messages(err, !line.test && line.signal == null);
        if (!line.test && line.signal == null) {
            messages.logTo(places);
        }
        if (line.test || line.signal != null) {
            // The launcher keeps them back for a server's main thread to wait for: here nobody does.
            Signals.unblock(Signal.SIGTERM, Signal.SIGINT);
        }
        Configuration configuration;
        try {
            configuration = Configuration.read(Registry.of(Features.all()), places.source(line));
        } catch (ConfigException e) {
            messages.log(Level.EMERG, e.getMessage());
            if (line.test) {
                messages.say("configuration file " + places.file() + " test failed");
            }
            return FAILED;
        }
        if (line.signal != null) {
            return signal(configuration);
        }
        configuration.warnings().forEach(warning -> messages.log(Level.WARN, warning.getMessage()));
        return line.test ? test(configuration, messages) : serve(configuration, messages);
    }

    private int test(Configuration configuration, Messages messages) {
        LogFiles logs = LogFiles.of(configuration);
        try {
            Gateway.checkListens(configuration);
            if (!line.quiet) {
                messages.say("the configuration file " + places.file() + " syntax is ok");
            }
            logs.open(places.errorLog(), text -> messages.log(Level.ALERT, text));
            Gateway.checkSockets(configuration);
        } catch (ConfigException | IOException e) {
            messages.log(Level.EMERG, Words.of(e));
            messages.say("configuration file " + places.file() + " test failed");
            return FAILED;
        } finally {
            logs.close();
        }
        if (!line.quiet) {
            messages.say("configuration file " + places.file() + " test is successful");
        }
        if (line.dump) {
            configuration.files().forEach(this::dump);
        }
        return DONE;
    }

    private void dump(SourceFile file) {
        out.print("# configuration file " + file.path() + ":\n");
        byte[] octets = file.text().getBytes(StandardCharsets.ISO_8859_1);
        out.write(octets, 0, octets.length);
        out.print("\n");
        out.flush();
    }

    private int signal(Configuration configuration) {
        Path path = ProcessSettings.of(configuration).pid;
        String number;
        try {
            number = PidFile.read(path);
        } catch (IOException e) {
            err.println("nginx: [error] open() \"" + path + "\" failed (2: No such file or directory)");
            return FAILED;
        }
        if (!number.matches("[1-9][0-9]{0,8}")) {
            err.println("nginx: [error] invalid PID number \"" + number + "\" in \"" + path + "\"");
            return FAILED;
        }
        Signal signal = switch (line.signal) {
            case "stop" -> Signal.SIGTERM;
            case "quit" -> Signal.SIGQUIT;
            case "reopen" -> Signal.SIGUSR1;
            default -> Signal.SIGHUP;
        };
        int result = Signals.send(Integer.parseInt(number), signal);
        if (result < 0) {
            err.println("nginx: [alert] kill(" + number + ", " + signal.number() + ") failed "
                    + ErrorText.numbered(-result));
            return FAILED;
        }
        return DONE;
    }

    private int serve(Configuration configuration, Messages messages) {
        Inheritance inherited = Inheritance.take();
        Detachment detachment = Detachment.ofThisProcess();
        if (ProcessSettings.of(configuration).daemon && inherited.isEmpty() && !detachment.isDetached()) {
            return detachment.start(messages);
        }
        return new Master(words, line, places, messages, inherited, detachment).run(configuration);
    }
}
