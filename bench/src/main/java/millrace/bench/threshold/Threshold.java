package millrace.bench.threshold;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.bench.load.Outcome;
import millrace.bench.measure.Totals;

/**
 * What a figure has to be: {@code p99<50ms}, {@code errors<0.1%}, {@code rps>1000}, {@code checks>99%}; of one request by
 * its name {@code login: p95<100ms}. A figure that there is no data for breaks it: what was not seen was not kept.
 * Immutable.
 */
public final class Threshold {
    private static final Pattern FORM = Pattern.compile(
            "(?:(?<request>.+?)\\s*:\\s*)?(?<metric>[A-Za-z][A-Za-z0-9.]*)\\s*(?<operator><=|>=|<|>)"
                    + "\\s*(?<number>\\d{1,15}(?:\\.\\d{1,9})?)\\s*(?<unit>[%a-z\u00b5]*)");

    private final String text;
    private final String request;
    private final Metric metric;
    private final String operator;
    private final double limit;

    private Threshold(String text, String request, Metric metric, String operator, double limit) {
        this.text = text;
        this.request = request;
        this.metric = metric;
        this.operator = operator;
        this.limit = limit;
    }

    /** @throws IllegalArgumentException it makes no sense: says what is expected */
    public static Threshold of(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a threshold is a figure, < or >, and a limit, such as p99<50ms, "
                    + "errors<0.1%, rps>1000 or login: p95<100ms, and not \"" + text + "\"");
        }
        Metric metric = Metric.of(matcher.group("metric"));
        if (metric == null) {
            throw new IllegalArgumentException("\"" + matcher.group("metric") + "\" is no figure of a threshold: "
                    + "p50, p99.9 and the like, min, avg, max, errors, checks, missed, rps and requests are");
        }
        double limit = limit(metric.unit(), matcher.group("number"), matcher.group("unit"), text);
        return new Threshold(text.strip(), matcher.group("request"), metric, matcher.group("operator"), limit);
    }

    private static double limit(Metric.Unit unit, String number, String suffix, String text) {
        double value = Double.parseDouble(number);
        double scale = switch (unit) {
            case TIME -> switch (suffix) {
                case "us", "\u00b5s" -> 1e3;
                case "ms" -> 1e6;
                case "s" -> 1e9;
                case "m" -> 60e9;
                default -> Double.NaN;
            };
            case SHARE -> suffix.equals("%") ? 0.01 : Double.NaN;
            case NUMBER -> suffix.isEmpty() ? 1 : Double.NaN;
        };
        if (Double.isNaN(scale)) {
            throw new IllegalArgumentException("\"" + text + "\": " + switch (unit) {
                case TIME -> "a time needs its unit: us, ms, s or m";
                case SHARE -> "a share is written in per cent: 0.1%";
                case NUMBER -> "a plain number is expected, without a unit";
            });
        }
        return value * scale;
    }

    /** The name of the request that it is about, or {@code null} when it is about all. */
    public String request() {
        return request;
    }

    /** Whether a run has kept it. */
    public Verdict judge(Outcome outcome) {
        Totals totals = request == null ? outcome.totals() : outcome.totals().parts().get(request);
        OptionalDouble value = totals == null ? OptionalDouble.empty() : metric.of(outcome, totals, request);
        if (value.isEmpty()) {
            return new Verdict(this, false, "there is nothing to tell it from");
        }
        double found = value.getAsDouble();
        boolean kept = switch (operator) {
            case "<" -> found < limit;
            case "<=" -> found <= limit;
            case ">" -> found > limit;
            default -> found >= limit;
        };
        return new Verdict(this, kept, switch (metric.unit()) {
            case TIME -> Double.isInfinite(found)
                    ? "never: too many had no answer"
                    : String.format(Locale.ROOT, "%.3f ms", found / 1e6);
            case SHARE -> String.format(Locale.ROOT, "%.4f%%", found * 100);
            case NUMBER -> String.format(Locale.ROOT, "%.1f", found);
        });
    }

    @Override
    public String toString() {
        return text;
    }
}
