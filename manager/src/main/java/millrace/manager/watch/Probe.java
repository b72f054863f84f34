package millrace.manager.watch;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.loop.EventLoop;
import millrace.manager.config.HealthConfig;

/** A question to a process whether it is well. For the loop's thread only. */
public interface Probe {
    /**
     * Asks once.
     *
     * @return completes on the loop, with {@code null} when it is well, else with half a sentence that says why not
     */
    CompletionStage<String> ask(long timeoutMillis);

    /**
     * The probe of one instance. {@code $NAME} and <code>${NAME}</code> in a URL or address are the instance's
     * variables; in a command the shell sees to that.
     *
     * @param environment the instance's, complete
     * @param dial connects to the instance by a port that it shares with others, as {@code Primary.dial} does
     * @throws IllegalArgumentException when the target is none
     */
    static Probe of(EventLoop loop, HealthConfig config, Path folder, Map<String, String> environment,
            IntUnaryOperator dial) {
        UnaryOperator<String> filled = text -> Pattern.compile("\\$(\\{(\\w+)}|(\\w+))")
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(environment.getOrDefault(
                        found.group(2) == null ? found.group(3) : found.group(2), "")));
        return switch (config.probe()) {
            case HTTP -> HttpProbe.of(loop, filled.apply(config.target()), dial);
            case TCP -> TcpProbe.of(loop, filled.apply(config.target()));
            case COMMAND -> new CommandProbe(loop, config.target(), folder, environment);
        };
    }
}
