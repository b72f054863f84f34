package millrace.http.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Whether bytes are JSON, by the grammar of RFC 8259 written down as it stands. Shares nothing with the server. */
final class ReferenceReader {
    private final String text;
    private int p;

    private ReferenceReader(String text) {
        this.text = text;
    }

    static boolean isJson(byte[] document) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
            ReferenceReader reader = new ReferenceReader(text.startsWith("\ufeff") ? text.substring(1) : text);
            return reader.value() && reader.end();
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    private boolean end() {
        spaces();
        return p == text.length();
    }

    private void spaces() {
        while (p < text.length() && " \t\r\n".indexOf(text.charAt(p)) >= 0) {
            p++;
        }
    }

    private boolean next(String expected) {
        if (text.startsWith(expected, p)) {
            p += expected.length();
            return true;
        }
        return false;
    }

    private boolean symbol(String expected) {
        spaces();
        return next(expected);
    }

    private boolean value() {
        spaces();
        if (next("{")) {
            return symbol("}") || members();
        }
        if (next("[")) {
            return symbol("]") || elements();
        }
        if (text.startsWith("\"", p)) {
            return string();
        }
        return next("true") || next("false") || next("null") || number();
    }

    private boolean members() {
        do {
            spaces();
            if (!string() || !symbol(":") || !value()) {
                return false;
            }
        } while (symbol(","));
        return symbol("}");
    }

    private boolean elements() {
        do {
            if (!value()) {
                return false;
            }
        } while (symbol(","));
        return symbol("]");
    }

    private boolean string() {
        if (!next("\"")) {
            return false;
        }
        while (p < text.length()) {
            char c = text.charAt(p++);
            if (c == '"') {
                return true;
            }
            if (c < ' ' || c == '\\' && !escape()) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        char c = p < text.length() ? text.charAt(p++) : 0;
        if (c != 'u') {
            return c != 0 && "\"\\/bfnrt".indexOf(c) >= 0;
        }
        for (int i = 0; i < 4; i++) {
            if (p == text.length() || "0123456789abcdefABCDEF".indexOf(text.charAt(p++)) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean number() {
        next("-");
        if (!next("0") && !digits()) {
            return false;
        }
        if (next(".") && !digits()) {
            return false;
        }
        if (next("e") || next("E")) {
            if (!next("+")) {
                next("-");
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int from = p;
        while (p < text.length() && text.charAt(p) >= '0' && text.charAt(p) <= '9') {
            p++;
        }
        return p > from;
    }
}
