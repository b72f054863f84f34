package millrace.regex;

import com.google.re2j.Matcher;

/** In RE2/J. */
record LinearRun(Matcher matcher) implements Run {

    @Override
    public int[] match(Kind kind) {
        boolean matched = switch (kind) {
            case WHOLE -> matcher.matches();
            case PREFIX -> matcher.lookingAt();
            case NEXT -> matcher.find();
        };
        if (!matched) {
            return null;
        }
        int[] bounds = new int[2 * (matcher.groupCount() + 1)];
        for (int group = 0; group <= matcher.groupCount(); group++) {
            bounds[2 * group] = matcher.start(group);
            bounds[2 * group + 1] = matcher.end(group);
        }
        return bounds;
    }

    @Override
    public void reset() {
        matcher.reset();
    }
}
