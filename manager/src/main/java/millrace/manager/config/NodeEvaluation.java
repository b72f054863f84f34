package millrace.manager.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.cluster.json.Json;

/**
 * Has a process file that is a program evaluated by Node, in a process of its own. What the file prints goes to this
 * process's standard error. Blocks the calling thread.
 *
 * @param node the program
 * @param directory the process's working directory
 * @param environment complete; what {@code process.env} is
 * @param timeoutMillis how long it may take
 */
record NodeEvaluation(Path node, Path directory, Map<String, String> environment, long timeoutMillis) {
    /**
     * The result is a line of standard output behind a mark, which is an argument: what the file starts may write there
     * too. Variables that the file sets, as dotenv does, are part of it: with PM2, which evaluates files in its own
     * process, apps inherit them.
     */
    private static final String PROGRAM = """
            const fs = require('fs'), url = require('url'), [, file, mark] = process.argv, before = {...process.env};
            process.argv.length = 2;
            process.stdout.write = process.stderr.write.bind(process.stderr);
            const end = result => {
              let rest = Buffer.from('\\n' + mark + JSON.stringify(result) + '\\n');
              while (rest.length) {
                try {
                  rest = rest.subarray(fs.writeSync(1, rest));
                } catch (e) {
                  if (e.code !== 'EAGAIN') throw e;
                }
              }
              process.exit(0);
            };
            const fail = e => end({error: String(e && e.stack || e), message: String(e && e.message || e)});
            const load = async () => {
              if (file.endsWith('.mjs')) return import(url.pathToFileURL(file));
              try {
                return require(file);
              } catch (e) {
                if (e?.code === 'ERR_REQUIRE_ESM' || /Unexpected token 'export'|Cannot use import statement/.test(e?.message))
                  return import(url.pathToFileURL(file));
                throw e;
              }
            };
            load().then(async module => {
              const value = await (module && module.default !== undefined ? module.default : module);
              const set = {};
              for (const name in process.env) if (process.env[name] !== before[name]) set[name] = process.env[name];
              end({value, set});
            }).catch(fail);
            """;

    /** @param set variables that the file has put into {@code process.env} */
    record Result(Object value, Map<?, ?> set) {}

    Result of(Path file) throws ConfigException {
        String mark = UUID.randomUUID().toString();
        Process process = null;
        try {
            Process evaluating = process = process(file, mark);
            CompletableFuture<String> answer =
                    CompletableFuture.supplyAsync(() -> answer(evaluating, mark), task -> Thread.ofVirtual().start(task));
            String line = answer.get(timeoutMillis, TimeUnit.MILLISECONDS);
            if (!process.waitFor(timeoutMillis, TimeUnit.MILLISECONDS)) {
                throw new TimeoutException();
            }
            if (line == null) {
                throw new ConfigException("it ended Node with " + process.exitValue() + " before it said what it exports");
            }
            byte[] json = line.getBytes(StandardCharsets.UTF_8);
            return result((Map<?, ?>) Json.read(json, 0, json.length), file);
        } catch (TimeoutException e) {
            throw new ConfigException("Node has not finished with it after " + timeoutMillis + " ms", e);
        } catch (IOException | ExecutionException e) {
            throw new ConfigException("Node could not evaluate it: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigException("interrupted", e);
        } finally {
            end(process);
        }
    }

    /** What the file has started meanwhile goes on, as with PM2. */
    private static void end(Process process) {
        if (process != null && process.isAlive()) {
            process.destroyForcibly();
        }
    }

    private Process process(Path file, String mark) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(node.toString(), "-e", PROGRAM, "--", file.toString(), mark))
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The line behind the mark, {@code null} when the output ends without; all other lines go to standard error. */
    private static String answer(Process process, String mark) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(mark)) {
                    return line.substring(mark.length());
                }
                if (!line.isEmpty()) {
                    System.err.println(line);
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result result(Map<?, ?> result, Path file) throws ConfigException {
        if (!(result.get("error") instanceof String stack)) {
            return new Result(result.get("value"), result.get("set") instanceof Map<?, ?> set ? set : Map.of());
        }
        Matcher line = Pattern.compile(Pattern.quote(file.toString()) + ":([0-9]+)").matcher(stack);
        String where = line.find() ? "line " + line.group(1) + ": " : "";
        throw new ConfigException(where + result.get("message"));
    }
}
