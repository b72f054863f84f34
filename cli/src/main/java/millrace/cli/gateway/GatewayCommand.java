package millrace.cli.gateway;

import java.nio.file.Path;
import java.util.List;
import millrace.gateway.Features;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.DirectiveListing;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.config.check.Check;
import millrace.gateway.process.Nginx;

/**
 * {@code millrace gateway}: nginx's command line, and two words beyond it. Its own main class, since scripts start it and
 * wait until it serves.
 */
public final class GatewayCommand {
    private static final int FAILED = 1;

    private GatewayCommand() {}

    public static void main(String[] words) {
        int code = run(List.of(words));
        System.out.flush();
        // Without hooks or waiting for threads: whoever has something to close has closed it.
        Runtime.getRuntime().halt(code);
    }

    private static int run(List<String> words) {
        if (words.equals(List.of("directives"))) {
            System.out.print(DirectiveListing.lines(Registry.of(Features.all())));
            return 0;
        }
        if (!words.isEmpty() && words.getFirst().equals("check")) {
            return check(words);
        }
        return Nginx.run(words, System.out, System.err);
    }

    private static int check(List<String> words) {
        if (words.size() != 2) {
            System.err.println("millrace gateway: check takes one file");
            return FAILED;
        }
        Path file = Path.of(words.get(1)).toAbsolutePath();
        Check check = Check.of(Registry.of(Features.all()), Source.of(file.getParent(), file, ""));
        for (ConfigException mistake : check.mistakes()) {
            System.out.println("error: " + mistake.getMessage());
        }
        for (ConfigException warning : check.warnings()) {
            System.out.println("warning: " + warning.getMessage());
        }
        if (check.mistakes().isEmpty() && check.warnings().isEmpty()) {
            System.out.println(file + ": nothing to complain about");
        }
        return check.mistakes().isEmpty() ? 0 : FAILED;
    }
}
