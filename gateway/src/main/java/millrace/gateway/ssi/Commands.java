package millrace.gateway.ssi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.route.UriEscape;
import millrace.http.codec.Output;

/** Carries out the commands of one page; knows which branches of {@code if} count. */
final class Commands {
    /** A level of {@code if}: whether its lines count now, whether a branch has been taken, and whether that around does. */
    private static final class Branch {
        boolean counts;
        boolean taken;
        boolean outer;
    }

    private final Exchange x;
    private final SsiState state;
    private final SsiBody body;
    private final ArrayDeque<Branch> branches = new ArrayDeque<>();
    private String block;
    private StringBuilder blockText;

    Commands(Exchange x, SsiState state, SsiBody body) {
        this.x = x;
        this.state = state;
        this.body = body;
    }

    private boolean counts() {
        return branches.isEmpty() || branches.peek().counts;
    }

    /** Whether text goes out; that of a block is kept. */
    boolean takes(byte[] bytes, int from, int to) {
        if (block != null) {
            blockText.append(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
            return false;
        }
        return counts();
    }

    /** What is seen in place of a command that failed. */
    void failed() {
        if (counts() && !x.settings(SsiSettings.KEY).silent) {
            body.put(state.errorMessage);
        }
    }

    void run(SsiCommand command, String source) {
        if (block != null && !command.name().equals("endblock")) {
            blockText.append("<!--#").append(source).append("-->");
            return;
        }
        switch (command.name()) {
            case "if" -> open(command);
            case "elif", "else" -> other(command);
            case "endif" -> close();
            default -> {
                if (counts()) {
                    act(command);
                }
            }
        }
    }

    private void act(SsiCommand command) {
        long longest = x.settings(SsiSettings.KEY).valueLength;
        if (command.values().values().stream().anyMatch(v -> v.length() > longest)) {
            throw new SsiException("too long value in \"" + command.name() + "\" command");
        }
        switch (command.name()) {
            case "echo" -> echo(command);
            case "set" -> state.variables.put(required(command, "var"), state.evaluate(x, required(command, "value")));
            case "config" -> config(command);
            case "include" -> Include.start(x, state, body, command);
            case "block" -> {
                block = required(command, "name");
                blockText = new StringBuilder();
            }
            case "endblock" -> endBlock();
            default -> throw new SsiException("invalid SSI command: \"" + command.name() + "\"");
        }
    }

    static String required(SsiCommand command, String name) {
        String value = command.get(name);
        if (value == null) {
            throw new SsiException("mandatory \"" + name + "\" parameter is absent in \"" + command.name() + "\" SSI command");
        }
        return value;
    }

    private void endBlock() {
        if (block != null) {
            state.blocks.put(block, blockText.toString());
            block = null;
            blockText = null;
        }
    }

    private void config(SsiCommand command) {
        if (command.get("timefmt") != null) {
            state.timeFormat = command.get("timefmt");
        }
        if (command.get("errmsg") != null) {
            state.errorMessage = command.get("errmsg");
        }
    }

    private void echo(SsiCommand command) {
        String value = state.variable(x, required(command, "var"));
        if (value == null) {
            String otherwise = command.get("default");
            body.put(otherwise == null ? "(none)" : otherwise);
            return;
        }
        String encoding = command.get("encoding");
        body.put(switch (encoding == null ? "entity" : encoding) {
            case "none" -> value;
            case "url" -> escaped(value);
            case "entity" -> value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
            default -> throw new SsiException("unknown encoding \"" + encoding + "\" in the \"echo\" command");
        });
    }

    private static String escaped(String value) {
        byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
        Output to = new Output(octets.length);
        UriEscape.PATH.write(octets, 0, octets.length, to);
        return new String(to.bytes(), 0, to.length(), StandardCharsets.ISO_8859_1);
    }

    private void open(SsiCommand command) {
        Branch branch = new Branch();
        branch.outer = counts();
        branches.push(branch);
        branch.counts = branch.outer && Condition.holds(x, state, required(command, "expr"));
        branch.taken = branch.counts;
    }

    private void other(SsiCommand command) {
        Branch branch = branches.peek();
        if (branch == null) {
            throw new SsiException("no \"if\" for \"" + command.name() + "\" command");
        }
        boolean may = branch.outer && !branch.taken;
        branch.counts = may && (command.name().equals("else") || Condition.holds(x, state, required(command, "expr")));
        branch.taken |= branch.counts;
    }

    private void close() {
        if (branches.poll() == null) {
            throw new SsiException("no \"if\" for \"endif\" command");
        }
    }
}
