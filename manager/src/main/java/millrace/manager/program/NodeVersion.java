package millrace.manager.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first two numbers of a version of Node. */
record NodeVersion(int major, int minor) {
    private static final Pattern FORM = Pattern.compile("v?(\\d{1,9})\\.(\\d{1,9})\\..*", Pattern.DOTALL);

    /** Asks the program itself: 20 to 50 ms. */
    static NodeVersion of(Path node) throws IOException, ProgramException {
        Process process = new ProcessBuilder(node.toString(), "--version").redirectErrorStream(true).start();
        return parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    static NodeVersion parse(String text) throws ProgramException {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new ProgramException("node --version says \"" + text.strip() + "\", which is no version of Node");
        }
        return new NodeVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    boolean isBefore(NodeVersion other) {
        return major != other.major ? major < other.major : minor < other.minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
