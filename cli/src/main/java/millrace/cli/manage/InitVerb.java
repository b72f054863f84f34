package millrace.cli.manage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import millrace.cli.Failure;

/** {@code init}: a process file to begin with. */
final class InitVerb {
    private static final String FILE = "ecosystem.config.js";
    private static final String SIMPLE = """
            module.exports = {
              apps: [{
                name: 'app',
                script: './app.js',
              }],
            };
            """;
    private static final String FULL = """
            // Start with:  millrace start ecosystem.config.js
            // and later:   millrace reload ecosystem.config.js --env production
            module.exports = {
              apps: [{
                name: 'app',
                script: './app.js',
                // args: ['--config', 'prod.json'],

                // One instance on each core, sharing the port; a number; or leave it out for one.
                instances: 'max',

                // Variables; those of env_NAME are added with --env NAME.
                env: {
                  NODE_ENV: 'development',
                },
                env_production: {
                  NODE_ENV: 'production',
                },

                // It is reloaded when its processes hold more memory than this,
                max_memory_restart: '500M',
                // and restarted when a probe fails.
                // health: 'http://localhost:8080/health',

                // Restart when a file changes: for development.
                watch: false,
                ignore_watch: ['node_modules', '*.log'],

                // Logs: a time before each line, and files that do not grow for ever.
                time: true,
                rotate_size: '10M',
                rotate_keep: 10,
              }],
            };
            """;

    private InitVerb() {}

    /** A file that is there already stays as it is, unless {@code --force}: PM2 writes over it. */
    static int run(Command line, Console console) throws Failure, IOException {
        Path file = Path.of(FILE).toAbsolutePath();
        String text = line.target(0, "").equals("simple") ? SIMPLE : FULL;
        try {
            if (line.has(Option.FORCE)) {
                Files.writeString(file, text);
            } else {
                Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (FileAlreadyExistsException e) {
            throw Failure.of(file + " is there already; --force writes over it");
        }
        console.print("File " + file + " generated\n");
        return 0;
    }
}
