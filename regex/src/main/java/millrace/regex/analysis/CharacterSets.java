package millrace.regex.analysis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The sets that escapes name, and what a dot stands for. */
final class CharacterSets {
    static final CodePoints DIGIT = CodePoints.range('0', '9');
    static final CodePoints WORD = CodePoints.ranges('0', '9', 'A', 'Z', '_', '_', 'a', 'z');
    static final CodePoints JAVASCRIPT_SPACE = CodePoints.ranges(9, 13, ' ', ' ', 0xa0, 0xa0, 0x1680, 0x1680, 0x2000,
            0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff);
    static final CodePoints JAVA_SPACE = CodePoints.ranges(9, 13, ' ', ' ');
    static final CodePoints HORIZONTAL_SPACE = CodePoints.ranges(9, 9, ' ', ' ', 0xa0, 0xa0, 0x1680, 0x1680, 0x180e,
            0x180e, 0x2000, 0x200a, 0x202f, 0x202f, 0x205f, 0x205f, 0x3000, 0x3000);
    static final CodePoints VERTICAL_SPACE = CodePoints.ranges(10, 13, 0x85, 0x85, 0x2028, 0x2029);
    static final CodePoints JAVASCRIPT_LINE_END = CodePoints.ranges(10, 10, 13, 13, 0x2028, 0x2029);
    static final CodePoints JAVA_LINE_END = CodePoints.ranges(10, 10, 13, 13, 0x85, 0x85, 0x2028, 0x2029);
    static final CodePoints LINE_FEED = CodePoints.of('\n');

    /** Sets of properties, by the escape that names them. There are only as many as Unicode has. */
    private static final Map<String, CodePoints> KNOWN = new ConcurrentHashMap<>();

    private CharacterSets() {
    }

    static CodePoints lineEnds(Dialect dialect, Flags flags) {
        return dialect == Dialect.JAVASCRIPT ? JAVASCRIPT_LINE_END : flags.unixLines() ? LINE_FEED : JAVA_LINE_END;
    }

    static CodePoints dot(Dialect dialect, Flags flags) {
        return flags.dotAll() ? CodePoints.ALL : lineEnds(dialect, flags).not();
    }

    /** The set of {@code \d}, {@code \w}, {@code \s}, {@code \h}, {@code \v} or its complement; null if it is none. */
    static CodePoints ofEscape(int letter, Dialect dialect, Flags flags) {
        boolean java = dialect == Dialect.JAVA;
        if (java && flags.unicodeClasses() && "dswDSW".indexOf(letter) >= 0) {
            return asJava("\\" + (char) letter, Pattern.UNICODE_CHARACTER_CLASS);
        }
        return switch (letter) {
            case 'd' -> DIGIT;
            case 'D' -> DIGIT.not();
            case 'w' -> WORD;
            case 'W' -> WORD.not();
            case 's' -> java ? JAVA_SPACE : JAVASCRIPT_SPACE;
            case 'S' -> (java ? JAVA_SPACE : JAVASCRIPT_SPACE).not();
            case 'h' -> java ? HORIZONTAL_SPACE : null;
            case 'H' -> java ? HORIZONTAL_SPACE.not() : null;
            case 'v' -> java ? VERTICAL_SPACE : null;
            case 'V' -> java ? VERTICAL_SPACE.not() : null;
            default -> null;
        };
    }

    /** The set that {@code \p{name}} stands for; null if there is no such property. */
    static CodePoints ofProperty(String name, Dialect dialect, Flags flags) {
        if (dialect == Dialect.JAVA) {
            return asJava("\\p{" + name + "}", flags.unicodeClasses() ? Pattern.UNICODE_CHARACTER_CLASS : 0);
        }
        int equals = name.indexOf('=');
        if (equals >= 0) {
            String property = name.substring(0, equals);
            String value = name.substring(equals + 1);
            return switch (property) {
                case "Script", "sc", "Script_Extensions", "scx" -> asJava("\\p{script=" + value + "}", 0);
                case "General_Category", "gc" -> category(value);
                default -> null;
            };
        }
        return switch (name) {
            case "Any" -> CodePoints.ALL;
            case "ASCII" -> CodePoints.range(0, 127);
            case "Assigned" -> where("Assigned", Character::isDefined);
            case "ID_Start", "IDS", "XID_Start", "XIDS" -> where("IDS", Character::isUnicodeIdentifierStart);
            case "ID_Continue", "IDC", "XID_Continue", "XIDC" -> where("IDC", Character::isUnicodeIdentifierPart);
            default -> category(name) != null ? category(name) : binary(name);
        };
    }

    private static CodePoints category(String value) {
        String spaced = value.replace("_", "");
        String code = switch (spaced) {
            case "Letter" -> "L";
            case "CasedLetter" -> "LC";
            case "UppercaseLetter" -> "Lu";
            case "LowercaseLetter" -> "Ll";
            case "TitlecaseLetter" -> "Lt";
            case "ModifierLetter" -> "Lm";
            case "OtherLetter" -> "Lo";
            case "Mark", "CombiningMark" -> "M";
            case "NonspacingMark" -> "Mn";
            case "SpacingMark" -> "Mc";
            case "EnclosingMark" -> "Me";
            case "Number" -> "N";
            case "DecimalNumber", "digit" -> "Nd";
            case "LetterNumber" -> "Nl";
            case "OtherNumber" -> "No";
            case "Punctuation", "punct" -> "P";
            case "ConnectorPunctuation" -> "Pc";
            case "DashPunctuation" -> "Pd";
            case "Symbol" -> "S";
            case "MathSymbol" -> "Sm";
            case "CurrencySymbol" -> "Sc";
            case "Separator" -> "Z";
            case "SpaceSeparator" -> "Zs";
            case "Other" -> "C";
            case "Control", "cntrl" -> "Cc";
            case "Format" -> "Cf";
            default -> value.length() <= 2 ? value : null;
        };
        return code == null ? null : asJava("\\p{" + code + "}", 0);
    }

    /** Binary properties; those that the JDK does not know stand as all that is not ASCII, and so are not refused. */
    private static CodePoints binary(String name) {
        CodePoints known = asJava("\\p{Is" + name + "}", 0);
        boolean plausible = name.matches("[A-Z][A-Za-z]*(_[A-Z][A-Za-z]*)*");
        return known != null || !plausible ? known : CodePoints.range(128, Character.MAX_CODE_POINT);
    }

    private static CodePoints asJava(String escape, int flags) {
        CodePoints known = KNOWN.get(escape + flags);
        if (known != null) {
            return known;
        }
        try {
            var matcher = Pattern.compile(escape, flags | Pattern.DOTALL).matcher("");
            return where(escape + flags, c -> matcher.reset(Character.toString(c)).matches());
        } catch (PatternSyntaxException unknown) {
            return null;
        }
    }

    private static CodePoints where(String key, IntPredicate member) {
        return KNOWN.computeIfAbsent(key, k -> {
            int[] pairs = new int[Character.MAX_CODE_POINT + 2];
            int size = 0;
            for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
                if (member.test(c)) {
                    int first = c;
                    while (c < Character.MAX_CODE_POINT && member.test(c + 1)) {
                        c++;
                    }
                    pairs[size++] = first;
                    pairs[size++] = c;
                }
            }
            return CodePoints.ranges(java.util.Arrays.copyOf(pairs, size));
        });
    }
}
