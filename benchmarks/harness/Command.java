package harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tool run to its end: its exit code and what it printed. */
record Command(List<String> line, int exitCode, String output) {

    static Command run(String cpus, int limitSeconds, List<String> line) throws IOException, InterruptedException {
        File log = File.createTempFile("benchmark", ".log");
        Process process = Processes.start(line, cpus, Map.of(), log);
        try {
            if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                throw new BenchmarkException(line.getFirst() + " did not end within " + limitSeconds + " s: " + line);
            }
            return new Command(line, process.exitValue(), Files.readString(log.toPath()));
        } finally {
            Processes.stop(process);
            Files.delete(log.toPath());
        }
    }

    /** The first group of the first match as a number; 0 where the tool did not print such a line. */
    double number(String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(output);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    /** As {@link #number}, for a figure without which the measurement means nothing. */
    double requiredNumber(String regex) {
        if (!Pattern.compile(regex).matcher(output).find()) {
            throw new BenchmarkException(String.join(" ", line) + "\nprinted no '" + regex + "':\n" + output);
        }
        return number(regex);
    }
}
