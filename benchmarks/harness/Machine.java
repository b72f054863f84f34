package harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the figures were taken on: without it nobody can compare them with his own. */
final class Machine {
    private Machine() {
    }

    /** All cores as a taskset list. */
    static String allCpus() {
        return ProcFs.read(Path.of("/sys/devices/system/cpu/online")).trim();
    }

    static String facts(Path here) throws IOException, InterruptedException {
        List<String> facts = new ArrayList<>();
        facts.add(LocalDate.now(ZoneOffset.UTC).toString());
        facts.add("commit " + first("(\\S+)", "git", "-C", here.toString(), "describe", "--always", "--dirty"));
        String cpuInfo = ProcFs.read(Path.of("/proc/cpuinfo"));
        long cores = cpuInfo.lines().filter(line -> line.startsWith("processor")).count();
        facts.add(cores + " cores of " + group("model name\\s*: (.*)", cpuInfo));
        facts.add("Linux " + ProcFs.read(Path.of("/proc/sys/kernel/osrelease")).trim());
        facts.add("JDK " + Runtime.version());
        facts.add("nginx " + first("nginx/(\\S+)", "nginx", "-v"));
        facts.add("Node " + first("v(\\S+)", "node", "--version"));
        String pom = Files.readString(here.resolve("peers/pom.xml"));
        facts.add("Netty " + group("<netty.version>(.*)</netty.version>", pom));
        facts.add("Vert.x " + group("<vertx.version>(.*)</vertx.version>", pom));
        return String.join(", ", facts);
    }

    /** The first group of {@code regex} in what the command prints, or "missing". */
    static String first(String regex, String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            process.waitFor();
            return group(regex, output);
        } catch (IOException e) {
            return "missing"; // the tool is not installed: that is the fact
        }
    }

    private static String group(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        return matcher.find() ? matcher.group(1) : "missing";
    }
}
