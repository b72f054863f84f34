package millrace.cli.runtime;

import java.util.List;

/**
 * What {@code millrace runtime} was asked, word for word; {@code null} where nothing was said.
 *
 * @param app the program
 * @param instances a number, or {@code max}
 * @param name what to call the app
 * @param directory the workers' working directory
 * @param interpreterArgs flags for node, java, …, separated by spaces
 * @param args the program's own arguments
 */
record RuntimeOptions(
        String app,
        String instances,
        String name,
        String poller,
        String scheduling,
        String directory,
        String interpreterArgs,
        List<String> args) {

    RuntimeOptions {
        args = List.copyOf(args);
    }
}
