package millrace.cli.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The two readers of {@code runtime}'s arguments must never differ. */
class PlainArgumentsTest {
    private static final List<String> APP_ARGS = List.of("-h", "--", "x");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.js",
                "app.js -i max",
                "-i 2 app.js",
                "--instances=2 app.js --name=n",
                "app.js -n name --poller epoll-et --scheduling shared --cwd /tmp",
                "--interpreter-args=-Xmx1g app.js",
                "--name= app.js",
                "--cwd=a=b app.js",
                "-i=2 app.js",
                "-i2 app.js",
                "-i -1 app.js",
                "app.js -i 1 -i 2",
                "app.js --instances 1 -i 2",
                "app.js @file",
            })
    void readAsPicocliReadsThem(String line) {
        List<String> words = List.of(line.split(" "));
        RuntimeOptions plain = PlainArguments.read(words, APP_ARGS);
        if (plain != null) {
            assertEquals(byPicocli(words), plain);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "-h", "app.js -h", "app.js --help", "app.js -i", "app.js --nme x", "a.js b.js", "@args", "-i 2",
                "app.js -i 1 -i 2", "app.js --name -i 2", "app.js --name \"x\""
            })
    void leaveTheRemarkableToPicocli(String line) {
        assertNull(PlainArguments.read(line.isEmpty() ? List.of() : List.of(line.split(" ")), List.of()));
    }

    @Test
    void everyOptionThatPicocliKnowsIsKnown() {
        CommandLine picocli = new CommandLine(new RuntimeCommand(List.of()));
        for (OptionSpec option : picocli.getCommandSpec().options()) {
            for (String name : option.usageHelp() ? List.<String>of() : List.of(option.names())) {
                RuntimeOptions plain = PlainArguments.read(List.of("app.js", name, "value"), List.of());
                assertNotNull(plain, name);
                assertEquals(byPicocli(List.of("app.js", name, "value"), List.of()), plain);
            }
        }
    }

    private static RuntimeOptions byPicocli(List<String> words) {
        return byPicocli(words, APP_ARGS);
    }

    private static RuntimeOptions byPicocli(List<String> words, List<String> appArgs) {
        RuntimeCommand command = new RuntimeCommand(appArgs);
        new CommandLine(command).setExpandAtFiles(false).parseArgs(words.toArray(String[]::new));
        return command.options();
    }
}
