package millrace.gateway.balance;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Statement;
import millrace.gateway.pattern.Pattern;
import millrace.http.codec.Fields;
import millrace.http.codec.ResponseHead;

/** Reads the lines of a {@code match} block. */
final class MatchLines {
    private record Range(int from, int to) {}

    private MatchLines() {}

    static Match read(Statement block) throws ConfigException {
        Match match = new Match();
        for (Statement line : block.block()) {
            switch (line.name()) {
                case "status" -> match.head.add(status(line));
                case "header" -> match.head.add(header(line));
                case "body" -> match.body.add(body(line));
                default -> throw line.error("unknown directive \"" + line.name() + "\"", "status, header or body");
            }
        }
        return match;
    }

    private static ConfigException invalid(Statement line) {
        return line.error("invalid parameters of \"" + line.name() + "\"");
    }

    private static Match.HeadTest status(Statement line) throws ConfigException {
        boolean wanted = !line.args().getFirst().equals("!");
        List<Range> ranges = new ArrayList<>();
        for (String arg : line.args().subList(wanted ? 0 : 1, line.args().size())) {
            int dash = arg.indexOf('-');
            String from = dash < 0 ? arg : arg.substring(0, dash);
            String to = arg.substring(dash + 1);
            if (!from.matches("[1-9]\\d\\d") || !to.matches("[1-9]\\d\\d")) {
                throw invalid(line);
            }
            ranges.add(new Range(Integer.parseInt(from), Integer.parseInt(to)));
        }
        if (ranges.isEmpty()) {
            throw invalid(line);
        }
        return head -> ranges.stream().anyMatch(r -> head.status() >= r.from && head.status() <= r.to) == wanted;
    }

    private static Match.HeadTest header(Statement line) throws ConfigException {
        List<String> args = line.args();
        if (args.size() == 1) {
            return head -> head.fields().get(args.get(0)) != null;
        }
        if (args.size() == 2 && args.get(0).equals("!")) {
            return head -> head.fields().get(args.get(1)) == null;
        }
        if (args.size() != 3) {
            throw invalid(line);
        }
        String name = args.get(0);
        String value = args.get(2);
        return switch (args.get(1)) {
            case "=" -> head -> value.equals(head.fields().get(name));
            case "!=" -> head -> !value.equals(head.fields().get(name));
            case "~", "!~" -> {
                Pattern pattern = Pattern.compile(value, false, line.place());
                boolean wanted = args.get(1).equals("~");
                yield head -> matches(head, name, pattern) == wanted;
            }
            default -> throw invalid(line);
        };
    }

    private static boolean matches(ResponseHead head, String name, Pattern pattern) {
        Fields fields = head.fields();
        int at = fields.indexOf(name, 0);
        int start = at < 0 ? 0 : fields.valueStart(at);
        return at >= 0 && pattern.matches(fields.buffer(), start, fields.valueEnd(at) - start);
    }

    private static Match.BodyTest body(Statement line) throws ConfigException {
        List<String> args = line.args();
        if (args.size() != 2 || !args.get(0).equals("~") && !args.get(0).equals("!~")) {
            throw invalid(line);
        }
        return new Match.BodyTest(Pattern.compile(args.get(1), false, line.place()), args.get(0).equals("~"));
    }
}
