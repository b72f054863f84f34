package millrace.lint.blocking;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;
import millrace.lint.source.Facts;
import millrace.lint.source.Place;

/** Finds the blocking calls that a handler reaches by calls within its file. */
public final class BlockingLint {
    private final BlockingCalls calls = BlockingCalls.known();

    /** How a function was first reached; a handler has no caller. */
    private record Reached(Facts.Handler handler, Facts.Call by) {}

    /** In the order of the file, each call once, by the shortest way from a handler. */
    public List<BlockingFinding> check(Facts facts) {
        Map<Integer, Reached> reached = reach(facts);
        Map<Integer, String> names = facts.functions().stream()
                .collect(Collectors.toMap(Facts.Function::number, Facts.Function::name));
        List<BlockingFinding> found = new ArrayList<>();
        for (Facts.Use use : facts.uses()) {
            Reached way = reached.get(use.function());
            if (way != null) {
                calls.advice(use).ifPresent(advice -> found.add(new BlockingFinding(
                        use.place(),
                        use.text(),
                        api(use),
                        advice.counterpart(),
                        advice.brief(),
                        way.handler().what(),
                        chain(use.function(), reached, names))));
            }
        }
        found.sort(Comparator.comparing(BlockingFinding::place));
        return found;
    }

    /** Breadth first. A handler that is known by who registers it goes before one that only looks like it. */
    private static Map<Integer, Reached> reach(Facts facts) {
        Map<Integer, List<Facts.Call>> from =
                facts.calls().stream().collect(Collectors.groupingBy(Facts.Call::from));
        Map<Integer, Reached> reached = new HashMap<>();
        Queue<Integer> next = new ArrayDeque<>();
        facts.handlers().stream().sorted(Comparator.comparing(Facts.Handler::byShape)).forEach(handler -> {
            if (reached.putIfAbsent(handler.function(), new Reached(handler, null)) == null) {
                next.add(handler.function());
            }
        });
        while (!next.isEmpty()) {
            int function = next.remove();
            for (Facts.Call call : from.getOrDefault(function, List.of())) {
                Reached way = new Reached(reached.get(function).handler(), call);
                if (reached.putIfAbsent(call.to(), way) == null) {
                    next.add(call.to());
                }
            }
        }
        return reached;
    }

    private static List<BlockingFinding.Step> chain(
            int function, Map<Integer, Reached> reached, Map<Integer, String> names) {
        LinkedList<BlockingFinding.Step> steps = new LinkedList<>();
        int at = function;
        Reached way = reached.get(at);
        while (way.by() != null) {
            steps.addFirst(step(at, way.by().place(), names));
            at = way.by().from();
            way = reached.get(at);
        }
        steps.addFirst(step(at, way.handler().place(), names));
        return steps;
    }

    private static BlockingFinding.Step step(int function, Place place, Map<Integer, String> names) {
        return new BlockingFinding.Step(names.getOrDefault(function, ""), place);
    }

    private static String api(Facts.Use use) {
        String owner = use.owners().getFirst();
        return owner.equals("-") ? use.member() : owner + "." + use.member().replace(".()", "()");
    }
}
